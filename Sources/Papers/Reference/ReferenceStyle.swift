/// The reference's style sheet, served beside it: a narrow column on a telephone, light or dark as the reader's system is.
public enum ReferenceStyle {
    public static let sheet = """
        :root { color-scheme: light dark; --line: #c8ccd1; --soft: #f3f4f6; --link: #0b57a4; }
        @media (prefers-color-scheme: dark) { :root { --line: #4b5157; --soft: #23272b; --link: #8ab8f0; } }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
        body { margin: 0; line-height: 1.6; overflow-wrap: anywhere; font-family: system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
        main { max-width: 60rem; margin: 0 auto; padding: 1rem; }
        h1 { font-size: 1.6rem; line-height: 1.3; }
        h2 { margin: 2.5rem 0 0.5rem; font-size: 1.3rem; border-bottom: 2px solid var(--line); }
        h3 { margin: 2rem 0 0.25rem; font-size: 1.05rem; }
        h3 a { color: inherit; text-decoration: none; }
        a { color: var(--link); }
        code, pre { font-family: ui-monospace, "SF Mono", Menlo, Consolas, monospace; font-size: 0.92em; }
        pre { margin: 0.5rem 0; padding: 0.75rem; overflow-x: auto; background: var(--soft); border-radius: 0.4rem; }
        pre code { overflow-wrap: normal; }
        nav ul { margin: 0.25rem 0; padding-left: 1.2rem; }
        nav li { margin: 0.2rem 0; }
        .roles { font-size: 0.92rem; }
        .wide { overflow-x: auto; }
        table { width: 100%; margin: 0.5rem 0 1rem; border-collapse: collapse; font-size: 0.92rem; }
        caption { padding: 0.25rem 0; text-align: left; font-weight: bold; }
        th, td { padding: 0.3rem 0.5rem; border: 1px solid var(--line); text-align: left; vertical-align: top; }
        th { background: var(--soft); font-weight: normal; }
        summary { padding: 0.4rem 0; cursor: pointer; }
        summary:focus-visible, a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
        .top { font-size: 0.85rem; }
        @media print { .top { display: none; } article { break-inside: avoid; } }

        """
}
