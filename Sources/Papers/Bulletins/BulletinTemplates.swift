/// How a bulletin looks.
enum BulletinTemplates {
    static let html = """
        <header>
        <h1>{{heading}}</h1>
        <p class="number">{{issue}}</p>
        <p class="masthead"><span>{{issuer}}</span><span>{{date}}</span></p>
        </header>
        <p>{{w.period}}{{w.colon}}{{from}} – {{until}}</p>
        {{#summary}}
        <p class="body">{{.}}</p>
        {{/summary}}
        {{#hasFigures}}
        <h2>{{w.figures}}</h2>
        <table class="list figures">
        <thead><tr><th scope="col">{{w.figure}}</th><th scope="col">{{w.value}}</th><th scope="col">{{w.remark}}</th></tr></thead>
        <tbody>
        {{#figures}}
        <tr><td>{{figure}}</td><td class="value">{{value}}</td><td>{{remark}}</td></tr>
        {{/figures}}
        </tbody>
        </table>
        {{/hasFigures}}
        {{#ranking}}
        <h2>{{rankingTitle}}</h2>
        <table class="list">
        <thead><tr>{{#columns}}<th scope="col">{{.}}</th>{{/columns}}</tr></thead>
        <tbody>
        {{#lines}}
        <tr>{{#columns}}<td>{{.}}</td>{{/columns}}</tr>
        {{/lines}}
        </tbody>
        </table>
        {{/ranking}}
        {{#lists}}
        <h2 class="{{listCode}}">{{listTitle}}</h2>
        {{#none}}
        <p>{{w.none}}</p>
        {{/none}}
        {{#hasEntries}}
        <table class="list">
        <thead><tr><th scope="col">{{w.organization}}</th><th scope="col">{{w.orderNumber}}</th>\
        <th scope="col">{{w.matter}}</th><th scope="col">{{w.due}}</th><th scope="col">{{w.reason}}</th></tr></thead>
        <tbody>
        {{#entries}}
        <tr><td>{{organization}}</td><td>{{order}}</td><td>{{matter}}</td><td>{{due}}</td><td>{{reason}}</td></tr>
        {{/entries}}
        </tbody>
        </table>
        {{/hasEntries}}
        {{/lists}}
        {{#copies}}
        <p class="copies">{{w.copies}}{{w.colon}}{{copies}}</p>
        {{/copies}}

        """

    static let markdown = """
        # {{heading}}

        {{issue}}

        - **{{w.issuer}}:** {{issuer}}
        - **{{w.date}}:** {{date}}
        - **{{w.period}}:** {{from}} – {{until}}
        {{#summary}}

        {{.}}
        {{/summary}}
        {{#hasFigures}}

        ## {{w.figures}}

        | {{w.figure}} | {{w.value}} | {{w.remark}} |
        | --- | ---: | --- |
        {{#figures}}
        | {{figure}} | {{value}} | {{remark}} |
        {{/figures}}
        {{/hasFigures}}
        {{#ranking}}

        ## {{rankingTitle}}

        |{{#columns}} {{.}} |{{/columns}}
        |{{#rule}} {{{.}}} |{{/rule}}
        {{#lines}}
        |{{#columns}} {{.}} |{{/columns}}
        {{/lines}}
        {{/ranking}}
        {{#lists}}

        ## {{listTitle}}

        {{#none}}
        {{w.none}}
        {{/none}}
        {{#hasEntries}}
        | {{w.organization}} | {{w.orderNumber}} | {{w.matter}} | {{w.due}} | {{w.reason}} |
        | --- | --- | --- | --- | --- |
        {{#entries}}
        | {{organization}} | {{order}} | {{matter}} | {{due}} | {{reason}} |
        {{/entries}}
        {{/hasEntries}}
        {{/lists}}
        {{#copies}}

        {{w.copies}}{{{w.colon}}}{{copies}}
        {{/copies}}

        """
}
