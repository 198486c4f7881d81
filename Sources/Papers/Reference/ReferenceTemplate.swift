/// How the reference looks: one column, a table of contents with anchors, nothing that runs.
enum ReferenceTemplate {
    static let html = """
        <header>
        <h1>{{heading}} {{t.reference}}</h1>
        {{#introduction}}
        <p>{{.}}</p>
        {{/introduction}}
        <p><a href="/openapi.json">{{t.machine}}</a></p>
        </header>
        <nav aria-label="{{t.contents}}">
        <h2 id="contents">{{t.contents}}</h2>
        <ul>
        {{#sections}}
        <li><a href="#section-{{section}}">{{section}}</a>
        <ul>
        {{#operations}}
        <li><a href="#{{anchor}}"><code>{{method}} {{path}}</code></a> {{summary}}</li>
        {{/operations}}
        </ul>
        </li>
        {{/sections}}
        <li><a href="#objects">{{t.objects}}</a></li>
        </ul>
        </nav>
        {{#sections}}
        <section>
        <h2 id="section-{{section}}">{{section}}</h2>
        {{#operations}}
        <article>
        <h3 id="{{anchor}}"><a href="#{{anchor}}"><code><b class="{{method}}">{{method}}</b> {{path}}</code></a></h3>
        <p>{{summary}}</p>
        <p class="roles"><b>{{t.roles}}</b> {{roles}}</p>
        {{#hasParameters}}
        <div class="wide">
        <table>
        <caption>{{t.parameters}}</caption>
        <thead><tr><th scope="col">{{t.name}}</th><th scope="col">{{t.kind}}</th><th scope="col">{{t.must}}</th></tr></thead>
        <tbody>
        {{#parameters}}
        <tr><td><code>{{field}}</code></td><td>{{kind}}</td><td>{{must}}</td></tr>
        {{/parameters}}
        </tbody>
        </table>
        </div>
        {{/hasParameters}}
        {{#hasFields}}
        <div class="wide">
        <table>
        <caption>{{t.body}}</caption>
        <thead><tr><th scope="col">{{t.name}}</th><th scope="col">{{t.kind}}</th><th scope="col">{{t.must}}</th></tr></thead>
        <tbody>
        {{#fields}}
        <tr><td><code>{{field}}</code></td><td>{{kind}}</td><td>{{must}}</td></tr>
        {{/fields}}
        </tbody>
        </table>
        </div>
        {{/hasFields}}
        {{#request}}
        <details>
        <summary>{{t.request}}</summary>
        <pre><code>{{request}}</code></pre>
        </details>
        {{/request}}
        <div class="wide">
        <table>
        <caption>{{t.answers}}</caption>
        <thead><tr><th scope="col">{{t.status}}</th><th scope="col">{{t.meaning}}</th></tr></thead>
        <tbody>
        {{#answers}}
        <tr><td><code>{{status}}</code></td><td>{{meaning}}\
        {{#link}} <a href="#object-{{link}}">{{link}}</a>{{/link}}</td></tr>
        {{/answers}}
        </tbody>
        </table>
        </div>
        {{#response}}
        <details>
        <summary>{{t.response}}</summary>
        <pre><code>{{response}}</code></pre>
        </details>
        {{/response}}
        <p class="top"><a href="#contents">{{t.top}}</a></p>
        </article>
        {{/operations}}
        </section>
        {{/sections}}
        <section>
        <h2 id="objects">{{t.objects}}</h2>
        {{#objects}}
        <h3 id="object-{{object}}"><a href="#object-{{object}}">{{object}}</a></h3>
        <pre><code>{{example}}</code></pre>
        {{/objects}}
        </section>

        """
}
