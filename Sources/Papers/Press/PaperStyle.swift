/// The papers' style sheet: one for all of them, to be served by the broker or put into a saved file.
public enum PaperStyle {
    /// CSS for screen and A4. Fonts are what Chinese offices have (宋体, 黑体, 仿宋), then the free ones with the same faces;
    /// nothing is fetched.
    public static let sheet = page + form + office

    private static let page = """
        @page { size: A4; margin: 18mm 20mm; }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; }
        body {
          margin: 0; color: #000; background: #fff; font-size: 12pt; line-height: 1.6; overflow-wrap: anywhere;
          font-family: "SimSun", "宋体", "Songti SC", "Noto Serif CJK SC", "Source Han Serif SC", serif;
        }
        h1, h2, h3, th, .kind, .card, dt {
          font-family: "SimHei", "黑体", "Heiti SC", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif;
        }
        h1 { margin: 0; font-size: 20pt; font-weight: bold; line-height: 1.4; text-align: center; text-wrap: balance; }
        h2 { margin: 6mm 0 2mm; font-size: 14pt; break-after: avoid; }
        h3 { margin: 4mm 0 1mm; font-size: 12.5pt; break-after: avoid; }
        p, ol, dl, dd { margin: 0; }
        ol { padding-left: 2em; }
        table { width: 100%; border-collapse: collapse; }
        th, td { border: 0.75pt solid #000; padding: 1mm 2mm; vertical-align: middle; }
        th { font-weight: normal; }
        thead { display: table-header-group; }
        tr { break-inside: avoid; }
        .kind { text-align: center; font-size: 14pt; letter-spacing: 0.3em; }
        .number { text-align: center; white-space: nowrap; }
        .signed { margin-top: 4mm; text-align: right; }
        .facts th { width: 6em; }
        .facts { margin-top: 4mm; }
        .facts td, dd p { white-space: pre-line; }
        .list { margin: 1mm 0 2mm; }
        .list thead th { background: #eee; print-color-adjust: exact; }
        .list td.value { text-align: right; font-variant-numeric: tabular-nums; }
        .item table { break-inside: avoid; }
        .absent td { font-weight: bold; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.5mm 4mm; }
        h3 .number { font-weight: normal; font-size: 11pt; }
        @media screen {
          body { background: #e9ecef; }
          main { max-width: 210mm; margin: 0 auto; padding: 18mm 20mm; background: #fff; }
        }
        @media screen and (max-width: 640px) { main { padding: 5mm; } }

        """

    /// The rows of a form fill one page; its long texts may push it onto a second, nothing is ever cut.
    private static let form = """
        .form h1 { font-size: 19pt; letter-spacing: 0.05em; }
        body.form > main > .number { margin: 3mm 0 1mm; text-align: right; font-size: 11pt; }
        .blank { display: inline-block; width: 9em; border-bottom: 0.75pt solid #000; }
        table.form { table-layout: fixed; border: 1.5pt solid #000; font-size: 11pt; line-height: 1.4; }
        table.form col.label { width: 27mm; }
        table.form th { text-align: center; padding: 1mm; text-wrap: balance; }
        table.form td { white-space: pre-line; }
        tr.line { height: 9mm; }
        tr.double { height: 14mm; }
        tr.short { height: 23mm; }
        tr.medium { height: 32mm; }
        tr.tall { height: 42mm; }
        tr.tallest { height: 68mm; }
        tr.short td, tr.medium td, tr.tall td, tr.tallest td { vertical-align: top; }
        /* A long text flows on instead of leaving a page half empty. */
        tr.medium, tr.tall, tr.tallest { break-inside: auto; }
        table.form td.opinion { position: relative; padding-bottom: 8mm; white-space: normal; }
        .opinion .text { white-space: pre-line; }
        .signature { position: absolute; right: 3mm; bottom: 1mm; display: flex; gap: 6mm; white-space: nowrap; }
        .signer { display: inline-block; min-width: 5em; }
        .date { white-space: pre; }
        /* In half a line's width the date stands below the signature. */
        table.form td.opinion[colspan="1"] { padding-bottom: 13mm; }
        td[colspan="1"] .signature { flex-direction: column; gap: 0; left: 2mm; right: 2mm; }
        td[colspan="1"] .date { text-align: right; }
        :lang(en) table.form col.label { width: 36mm; }
        @media screen and (max-width: 640px) {
          table.form, .facts { font-size: 10.5pt; }
          table.form col.label, :lang(en) table.form col.label { width: 20%; }
          table.form td.opinion, table.form td.opinion[colspan="1"] { padding-bottom: 1mm; }
          td.opinion .signature, td[colspan="1"] .signature { position: static; flex-flow: column; gap: 0; }
          td.opinion .date { white-space: pre-wrap; }
        }
        .choice { display: inline-block; margin-right: 1.2em; }
        .notes { margin-top: 2mm; font-size: 9.5pt; line-height: 1.45; }

        """

    /// Notices and bulletins follow the usual face of an official letter (GB/T 9704: 小标宋 above, 仿宋 below).
    private static let office = """
        .notice h1, .bulletin h1 {
          font-family: "FZXiaoBiaoSong-B05S", "方正小标宋简体", "STZhongsong", "SimSun", "Noto Serif CJK SC", serif;
          font-size: 22pt; letter-spacing: 0.15em;
        }
        .notice {
          font-family: "FangSong", "仿宋", "FangSong_GB2312", "STFangsong", "Noto Serif CJK SC", serif;
          font-size: 16pt; line-height: 1.75;
        }
        .notice:lang(en) h1, .bulletin:lang(en) h1 { letter-spacing: 0; }
        .notice .number { margin: 3mm 0 8mm; font-size: 14pt; }
        .notice .card { position: absolute; top: 0; right: 0; margin: 0; }
        .notice main { position: relative; }
        .card { padding: 1mm 4mm; border: 1.5pt solid; font-size: 14pt; print-color-adjust: exact; }
        .card.yellowCard { background: #ffe58a; }
        .card.redCard { color: #fff; background: #b3161b; }
        .body { text-indent: 2em; }
        :lang(en) .body { text-indent: 0; margin-bottom: 3mm; }
        .notice .signed { margin-top: 0; padding-right: 2em; }
        .notice .body + .signed { margin-top: 14mm; }
        .copies { margin-top: 12mm; padding: 1mm 0; border-top: 0.75pt solid; border-bottom: 0.75pt solid; font-size: 12pt; }
        .masthead {
          display: flex; justify-content: space-between; margin: 4mm 0; padding-bottom: 1mm; border-bottom: 2pt solid #b3161b;
        }
        .bulletin h1 { color: #b3161b; }
        h2.redCard::before, h2.yellowCard::before {
          content: ""; display: inline-block; width: 0.7em; height: 1em; margin-right: 0.4em; vertical-align: -0.12em;
          print-color-adjust: exact;
        }
        h2.redCard::before { background: #b3161b; }
        h2.yellowCard::before { background: #e8b400; }

        """
}
