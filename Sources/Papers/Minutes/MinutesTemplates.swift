/// How minutes look.
enum MinutesTemplates {
    static let html = """
        <header>
        <p class="kind">{{w.minutes}}</p>
        <h1>{{heading}}</h1>
        <p class="number">{{number}}</p>
        </header>
        <table class="facts">
        <tbody>
        <tr><th scope="row">{{w.time}}</th><td>{{time}}</td><th scope="row">{{w.place}}</th><td>{{place}}</td></tr>
        <tr><th scope="row">{{w.meetingForm}}</th><td>{{form}}</td><th scope="row">{{w.host}}</th><td>{{host}}</td></tr>
        {{#recorder}}
        <tr><th scope="row">{{w.recorder}}</th><td colspan="3">{{recorder}}</td></tr>
        {{/recorder}}
        {{#residents}}
        <tr><th scope="row">{{w.residents}}</th><td colspan="3">{{residents}}</td></tr>
        {{/residents}}
        </tbody>
        </table>
        {{#hasAgenda}}
        <h2>{{w.agenda}}</h2>
        <ol>
        {{#agenda}}
        <li>{{.}}</li>
        {{/agenda}}
        </ol>
        {{/hasAgenda}}
        {{#hasAttendance}}
        <h2>{{w.attendance}}</h2>
        <p>{{attendanceSummary}}</p>
        <table class="list">
        <thead><tr><th scope="col">{{w.organization}}</th><th scope="col">{{w.status}}</th>\
        <th scope="col">{{w.person}}</th></tr></thead>
        <tbody>
        {{#attendance}}
        <tr class="{{statusCode}}"><td>{{organization}}</td><td>{{status}}</td><td>{{person}}</td></tr>
        {{/attendance}}
        </tbody>
        </table>
        {{/hasAttendance}}
        {{#hasItems}}
        <h2>{{w.decisions}}</h2>
        {{#items}}
        <section class="item">
        <h3>{{place}}. {{itemTitle}} <span class="number">{{itemNumber}}</span></h3>
        <dl>
        <dt>{{w.outcome}}</dt><dd>{{outcome}}</dd>
        {{#hasDecision}}
        <dt>{{w.decision}}</dt><dd>{{#decision}}<p>{{.}}</p>{{/decision}}</dd>
        {{/hasDecision}}
        {{#lead}}
        <dt>{{w.lead}}</dt><dd>{{lead}}</dd>
        {{/lead}}
        {{#assisting}}
        <dt>{{w.assisting}}</dt><dd>{{assisting}}</dd>
        {{/assisting}}
        {{#responsible}}
        <dt>{{w.responsible}}</dt><dd>{{responsible}}</dd>
        {{/responsible}}
        {{#due}}
        <dt>{{w.due}}</dt><dd>{{due}}</dd>
        {{/due}}
        {{#hasResult}}
        <dt>{{w.result}}</dt><dd>{{#result}}<p>{{.}}</p>{{/result}}</dd>
        {{/hasResult}}
        </dl>
        {{#hasMilestones}}
        <table class="list">
        <thead><tr><th scope="col">{{w.milestones}}</th><th scope="col">{{w.due}}</th>\
        <th scope="col">{{w.state}}</th></tr></thead>
        <tbody>
        {{#milestones}}
        <tr><td>{{step}}</td><td>{{stepDue}}</td><td>{{stepState}}</td></tr>
        {{/milestones}}
        </tbody>
        </table>
        {{/hasMilestones}}
        </section>
        {{/items}}
        {{/hasItems}}
        {{#grade}}
        <h2>{{w.resultsEvaluation}}</h2>
        <p>{{grade}}</p>
        {{#remark}}
        <p>{{.}}</p>
        {{/remark}}
        {{/grade}}
        {{#publishedAt}}
        <p class="signed">{{w.published}} {{publishedAt}}</p>
        {{/publishedAt}}

        """

    static let markdown = """
        # {{heading}}

        **{{w.minutes}}** {{number}}

        - **{{w.time}}:** {{time}}
        - **{{w.place}}:** {{place}}
        - **{{w.meetingForm}}:** {{form}}
        - **{{w.host}}:** {{host}}
        {{#recorder}}
        - **{{w.recorder}}:** {{recorder}}
        {{/recorder}}
        {{#residents}}
        - **{{w.residents}}:** {{residents}}
        {{/residents}}
        {{#hasAgenda}}

        ## {{w.agenda}}

        {{#agenda}}
        1. {{.}}
        {{/agenda}}
        {{/hasAgenda}}
        {{#hasAttendance}}

        ## {{w.attendance}}

        {{attendanceSummary}}

        | {{w.organization}} | {{w.status}} | {{w.person}} |
        | --- | --- | --- |
        {{#attendance}}
        | {{organization}} | {{status}} | {{person}} |
        {{/attendance}}
        {{/hasAttendance}}
        {{#hasItems}}

        ## {{w.decisions}}
        {{#items}}

        ### {{place}}. {{itemTitle}} ({{itemNumber}})

        - **{{w.outcome}}:** {{outcome}}
        {{#hasDecision}}
        - **{{w.decision}}:**
        {{#decision}}

          {{.}}
        {{/decision}}

        {{/hasDecision}}
        {{#lead}}
        - **{{w.lead}}:** {{lead}}
        {{/lead}}
        {{#assisting}}
        - **{{w.assisting}}:** {{assisting}}
        {{/assisting}}
        {{#responsible}}
        - **{{w.responsible}}:** {{responsible}}
        {{/responsible}}
        {{#due}}
        - **{{w.due}}:** {{due}}
        {{/due}}
        {{#hasResult}}
        - **{{w.result}}:**
        {{#result}}

          {{.}}
        {{/result}}
        {{/hasResult}}
        {{#hasMilestones}}

        | {{w.milestones}} | {{w.due}} | {{w.state}} |
        | --- | --- | --- |
        {{#milestones}}
        | {{step}} | {{stepDue}} | {{stepState}} |
        {{/milestones}}
        {{/hasMilestones}}
        {{/items}}
        {{/hasItems}}
        {{#grade}}

        ## {{w.resultsEvaluation}}

        {{grade}}
        {{#remark}}

        {{.}}
        {{/remark}}
        {{/grade}}
        {{#publishedAt}}

        {{w.published}} {{publishedAt}}
        {{/publishedAt}}

        """
}
