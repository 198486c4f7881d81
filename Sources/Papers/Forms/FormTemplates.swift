/// How a printed form looks: a table of four columns on A4.
enum FormTemplates {
    static let html = """
        <h1>{{heading}}</h1>
        <p class="number">{{w.number}}{{w.colon}}{{#formNumber}}{{formNumber}}{{/formNumber}}\
        {{^formNumber}}<span class="blank"></span>{{/formNumber}}</p>
        <table class="form">
        <colgroup><col class="label"><col><col class="label"><col></colgroup>
        <tbody>
        {{#rows}}
        <tr class="{{height}}">
        {{#cells}}
        {{#label}}
        <th scope="row">{{label}}</th>
        {{/label}}
        {{#isValue}}
        <td colspan="{{span}}">{{value}}</td>
        {{/isValue}}
        {{#hasChoices}}
        <td colspan="{{span}}">{{#choices}}<span class="choice">{{box}} {{choice}}</span> {{/choices}}</td>
        {{/hasChoices}}
        {{#isOpinion}}
        <td colspan="{{span}}" class="opinion"><div class="text">{{opinion}}</div>\
        <p class="signature"><span>{{signatureLabel}}{{w.colon}}<span class="signer">{{signer}}</span></span>\
        <span class="date">{{signedOn}}</span></p></td>
        {{/isOpinion}}
        {{/cells}}
        </tr>
        {{/rows}}
        </tbody>
        </table>
        {{#hasNotes}}
        <ol class="notes">
        {{#notes}}
        <li>{{.}}</li>
        {{/notes}}
        </ol>
        {{/hasNotes}}

        """
}
