/// The style sheet of the pages behind signed links: for a phone held in one hand, light and dark.
public enum LinkStyle {
    public static let sheet = """
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; color-scheme: light dark; }
        body {
          margin: 0; background: #f3f5f7; color: #15181c; font-size: 1.0625rem; line-height: 1.55; overflow-wrap: anywhere;
          font-family: system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
        }
        main { max-width: 30rem; margin: 0 auto; padding: 1.5rem 1.25rem 3rem; background: #fff; min-height: 100vh; }
        h1 { margin: 0 0 .5rem; font-size: 1.5rem; line-height: 1.3; }
        p { margin: 0 0 1rem; }
        dl { margin: 0 0 1.5rem; padding: .25rem 1rem; border-radius: .75rem; background: #f3f5f7; }
        dl div { padding: .5rem 0; }
        dl div + div { border-top: 1px solid #dde2e7; }
        dt { color: #56606b; font-size: .875rem; }
        dd { margin: 0; white-space: pre-line; }
        label, legend { display: block; margin: 0 0 .375rem; font-weight: 600; }
        small { color: #56606b; font-weight: 400; }
        input, textarea {
          width: 100%; margin: 0 0 1rem; padding: .75rem; border: 1px solid #98a2ad; border-radius: .5rem; background: #fff;
          color: inherit; font: inherit;
        }
        fieldset { margin: 0 0 1rem; padding: 0; border: 0; }
        .choice {
          display: flex; align-items: center; gap: .75rem; min-height: 3rem; margin: 0 0 .5rem; padding: 0 1rem;
          border: 1px solid #98a2ad; border-radius: .5rem; font-weight: 400;
        }
        .choice input { flex: none; width: 1.25rem; height: 1.25rem; margin: 0; accent-color: #1258a8; }
        .choice:has(:checked) { border-color: #1258a8; outline: 1px solid #1258a8; }
        button {
          width: 100%; min-height: 3.25rem; border: 0; border-radius: .75rem; background: #1258a8; color: #fff;
          font: inherit; font-weight: 600;
        }
        :focus-visible { outline: 3px solid #ffb000; outline-offset: 2px; }
        .fault { padding: .75rem 1rem; border-radius: .5rem; background: #fdecea; color: #8c1d13; }
        @media (prefers-color-scheme: dark) {
          body { background: #101316; color: #e8ebee; }
          main { background: #181c20; }
          dl { background: #22272d; }
          dl div + div { border-color: #353c44; }
          dt, small { color: #a9b3bd; }
          input, textarea { background: #101316; border-color: #5d6873; }
          .choice { border-color: #5d6873; }
          .fault { background: #4a1a16; color: #ffd9d4; }
        }

        """
}
