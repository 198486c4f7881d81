#pragma once

#include <stdio.h>
#include <xlsxwriter.h>
#include <zlib.h>

/* The library ignores what fprintf answers (worksheet.c: "There is no easy way to raise error"), so a full disk would
   give a shorter ledger and no error. These two let the caller look at the sheet's temporary file before closing. */
static inline int ledger_sheet_failed(lxw_worksheet *sheet) {
    FILE *file = sheet->optimize_tmpfile;
    return file == NULL || fflush(file) != 0 || ferror(file);
}

static inline long ledger_sheet_bytes(lxw_worksheet *sheet) {
    return sheet->optimize_tmpfile == NULL ? -1 : ftell(sheet->optimize_tmpfile);
}

/* lxw_workbook_free leaves the sheets' temporary files open; only assembling them closes them. */
static inline void ledger_sheet_abandon(lxw_worksheet *sheet) {
    if (sheet->optimize_tmpfile == NULL) return;
    fclose(sheet->optimize_tmpfile);
    sheet->optimize_tmpfile = NULL;
    sheet->file = NULL;
}
