/// How a notice looks: an official letter.
enum NoticeTemplates {
    static let html = """
        <h1>{{heading}}</h1>
        <p class="number">{{number}}</p>
        {{#card}}
        <p class="card {{cardCode}}">{{card}}</p>
        {{/card}}
        <p class="recipient">{{recipient}}{{w.colon}}</p>
        {{#sentences}}
        <p class="body">{{.}}</p>
        {{/sentences}}
        {{#note}}
        <p class="body">{{.}}</p>
        {{/note}}
        {{#contact}}
        <p class="body">{{w.contact}}{{w.colon}}{{contact}}</p>
        {{/contact}}
        <p class="signed">{{issuer}}</p>
        <p class="signed">{{date}}</p>
        {{#copies}}
        <p class="copies">{{w.copies}}{{w.colon}}{{copies}}</p>
        {{/copies}}

        """

    static let markdown = """
        # {{heading}}

        {{number}}
        {{#card}}

        **{{card}}**
        {{/card}}

        {{recipient}}{{{w.colon}}}
        {{#sentences}}

        {{.}}
        {{/sentences}}
        {{#note}}

        {{.}}
        {{/note}}
        {{#contact}}

        {{w.contact}}{{{w.colon}}}{{contact}}
        {{/contact}}

        {{issuer}}

        {{date}}
        {{#copies}}

        {{w.copies}}{{{w.colon}}}{{copies}}
        {{/copies}}

        """
}
