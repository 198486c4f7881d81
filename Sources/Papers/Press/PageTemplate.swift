/// What stands around every page.
enum PageTemplate {
    static let html = """
        <!DOCTYPE html>
        <html lang="{{lang}}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{pageTitle}}</title>
        {{#styleHref}}
        <link rel="stylesheet" href="{{styleHref}}">
        {{/styleHref}}
        {{#styleText}}
        <style>
        {{{styleText}}}
        </style>
        {{/styleText}}
        </head>
        <body class="{{pageKind}}">
        <main>
        {{{pageBody}}}</main>
        </body>
        </html>

        """
}
