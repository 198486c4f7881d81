import CLibXlsxWriter
import Domain
import Foundation

/// Writes a ledger as a workbook (xlsx) into a temporary file, in memory that does not grow with the rows.
///
/// Every call blocks on the disk, `finish` for seconds when the ledger is large: use it on a thread of your own, never on
/// the cooperative pool, and from one thread only. In the folder it needs about twice the unpacked sheets while it
/// works (3 KB a row of 20 short cells); the library's own temporary files are unlinked at once.
///
/// Text is always text, never a formula. Rows beyond a sheet's 1,048,576 continue on a further sheet with the same header.
/// Dropped before `finish`, or after an error, it leaves no file.
public final class XLSXLedgerWriter {
    let ledger: LedgerHead
    private let path: String
    private let rowsPerSheet: Int
    private var workbook: UnsafeMutablePointer<lxw_workbook>?
    private var sheets: [UnsafeMutablePointer<lxw_worksheet>] = []
    private var formats: [UnsafeMutablePointer<lxw_format>?] = []
    private var header: UnsafeMutablePointer<lxw_format>?
    private var rows = 0
    private var rowInSheet = 0
    private var handedOut = false

    /// Rows of one sheet with its header (libxlsxwriter's `LXW_ROW_MAX`, Excel's limit).
    public static let mostRowsPerSheet = 1_048_576

    /// - Parameter folder: where the file and the library's temporary files go; it must exist. The file is only the
    ///   owner's (mode 0600).
    public convenience init(_ ledger: LedgerHead, folder: String) throws(LedgerError) {
        try self.init(ledger, folder: folder, rowsPerSheet: Self.mostRowsPerSheet)
    }

    init(_ ledger: LedgerHead, folder: String, rowsPerSheet: Int) throws(LedgerError) {
        self.ledger = ledger
        self.rowsPerSheet = rowsPerSheet
        path = "\(folder)/ledger-\(UUID().uuidString.lowercased()).xlsx"
        // Made here and not by the library, which would let everybody read it.
        let file = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .folder(path: folder, errno: errno) }
        close(file)
        do throws(LedgerError) {
            try openWorkbook(folder: folder)
            try addSheet()
        } catch {
            abandon()
            throw error
        }
    }

    deinit { abandon() }

    /// Adds one row.
    public func append(_ row: [LedgerCell]) throws(LedgerError) {
        guard workbook != nil else { throw .finished }
        try ledger.check(row, number: rows + 1)
        if rowInSheet == rowsPerSheet { try addSheet() }
        guard let sheet = sheets.last else { throw .finished }
        for column in row.indices {
            try write(row[column], to: sheet, column: UInt16(column))
        }
        rows += 1
        rowInSheet += 1
    }

    /// Packs the workbook and hands its file out: whoever takes it removes it.
    public func finish() throws(LedgerError) -> LedgerFile {
        guard let workbook else { throw .finished }
        do throws(LedgerError) {
            try endSheet()
            // Before closing: the library forgets how much it should have packed.
            var least: [Int] = []
            for sheet in sheets {
                guard ledger_sheet_failed(sheet) == 0 else { throw .incomplete }
                least.append(Int(ledger_sheet_bytes(sheet)))
            }
            self.workbook = nil
            sheets = []
            try Self.check(workbook_close(workbook))
            let bytes = try WorkbookArchive(path: path).check(sheetsAtLeast: least)
            handedOut = true
            return LedgerFile(path: path, bytes: bytes, rows: rows)
        } catch {
            abandon()
            throw error
        }
    }

    private func openWorkbook(folder: String) throws(LedgerError) {
        guard let temporary = strdup(folder) else { throw .library(code: 1, message: "no memory") }
        defer { free(temporary) }
        // The library copies both strings. Without ZIP64 a sheet beyond 4 GB is an error, and every reader opens the file.
        var options = lxw_workbook_options(constant_memory: 1, tmpdir: temporary, use_zip64: 0)
        workbook = workbook_new_opt(path, &options)
        guard let workbook else { throw .library(code: 1, message: "no workbook") }
        header = workbook_add_format(workbook)
        format_set_bold(header)
        format_set_text_wrap(header)
        format_set_align(header, UInt8(LXW_ALIGN_CENTER.rawValue))
        format_set_align(header, UInt8(LXW_ALIGN_VERTICAL_CENTER.rawValue))
        format_set_bg_color(header, 0xE7EDF3)
        format_set_bottom(header, UInt8(LXW_BORDER_THIN.rawValue))
        formats = ledger.columns.map { column in
            guard let pattern = Self.pattern(column.kind) else { return nil }
            let format = workbook_add_format(workbook)
            format_set_num_format(format, pattern)
            return format
        }
    }

    /// How a kind of number is shown. Years, months and days in Chinese, since `2/3/2026` is read two ways.
    private static func pattern(_ kind: ColumnKind) -> String? {
        switch kind {
        case .text, .decimal: nil
        case .integer: "0"
        case .date: "yyyy\"年\"m\"月\"d\"日\""
        case .dateTime: "yyyy\"年\"m\"月\"d\"日\" hh:mm"
        case .percent: "0.00%"
        case .duration: "[h]:mm:ss"
        }
    }

    private func addSheet() throws(LedgerError) {
        guard let workbook else { throw .finished }
        try endSheet()
        guard let sheet = workbook_add_worksheet(workbook, ledger.name.numbered(sheets.count + 1).text) else {
            throw .library(code: LXW_ERROR_CREATING_TMPFILE.rawValue, message: "no further sheet")
        }
        sheets.append(sheet)
        rowInSheet = 0
        for (index, column) in ledger.columns.enumerated() {
            let place = UInt16(index)
            try Self.check(worksheet_set_column(sheet, place, place, column.width, nil))
            try Self.check(worksheet_write_string(sheet, 0, place, SheetText.cell(column.title), header))
        }
        worksheet_freeze_panes(sheet, 1, 0)
        worksheet_repeat_rows(sheet, 0, 0)
        worksheet_set_landscape(sheet)
        worksheet_set_paper(sheet, 9)  // A4
        rowInSheet = 1
    }

    /// The filter spans what is there, so it comes last; in constant-memory mode it may, as it is no cell.
    private func endSheet() throws(LedgerError) {
        guard let sheet = sheets.last else { return }
        let last = UInt16(ledger.columns.count - 1)
        try Self.check(worksheet_autofilter(sheet, 0, 0, UInt32(rowInSheet - 1), last))
    }

    private func write(_ cell: LedgerCell, to sheet: UnsafeMutablePointer<lxw_worksheet>, column: UInt16)
        throws(LedgerError)
    {
        let row = UInt32(rowInSheet)
        switch SheetValue(cell, in: ledger.zone) {
        case .none: break
        case .text(let text): try Self.check(worksheet_write_string(sheet, row, column, text, nil))
        case .number(let value):
            try Self.check(worksheet_write_number(sheet, row, column, value, formats[Int(column)]))
        }
    }

    private static func check(_ code: lxw_error) throws(LedgerError) {
        guard code != LXW_NO_ERROR else { return }
        throw .library(code: code.rawValue, message: lxw_strerror(code).map { String(cString: $0) } ?? "unknown")
    }

    /// Removes the file unless it was handed out, and closes what the library would leave open.
    private func abandon() {
        if let workbook {
            for sheet in sheets { ledger_sheet_abandon(sheet) }
            lxw_workbook_free(workbook)
        }
        workbook = nil
        sheets = []
        if !handedOut { unlink(path) }
    }
}
