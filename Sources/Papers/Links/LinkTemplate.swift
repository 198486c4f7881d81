/// How the page behind a signed link looks.
enum LinkTemplate {
    static let html = """
        <h1>{{heading}}</h1>
        {{#sentence}}
        <p>{{sentence}}</p>
        {{/sentence}}
        {{#hasFacts}}
        <dl>
        {{#facts}}
        <div><dt>{{label}}</dt><dd>{{value}}</dd></div>
        {{/facts}}
        </dl>
        {{/hasFacts}}
        {{#fault}}
        <p class="fault" role="alert">{{fault}}</p>
        {{/fault}}
        {{#form}}
        <form method="post">
        {{#personLabel}}
        <label for="person">{{personLabel}}</label>
        <input id="person" name="person" value="{{personValue}}" maxlength="{{longestName}}" required autocomplete="name">
        <label for="note">{{noteLabel}} <small>{{optional}}</small></label>
        <textarea id="note" name="note" rows="3" maxlength="{{longestText}}">{{noteValue}}</textarea>
        {{/personLabel}}
        {{#gradeLabel}}
        <fieldset>
        <legend>{{gradeLabel}}</legend>
        {{#grades}}
        <label class="choice"><input type="radio" name="grade" value="{{code}}" required{{#chosen}} checked{{/chosen}}> {{text}}</label>
        {{/grades}}
        </fieldset>
        <fieldset>
        <legend>{{solvedLabel}}</legend>
        {{#answers}}
        <label class="choice"><input type="radio" name="solved" value="{{code}}" required{{#chosen}} checked{{/chosen}}> {{text}}</label>
        {{/answers}}
        </fieldset>
        <label for="comment">{{commentLabel}} <small>{{optional}}</small></label>
        <textarea id="comment" name="comment" rows="4" maxlength="{{longestText}}">{{commentValue}}</textarea>
        {{/gradeLabel}}
        <button type="submit">{{button}}</button>
        </form>
        {{/form}}

        """
}
