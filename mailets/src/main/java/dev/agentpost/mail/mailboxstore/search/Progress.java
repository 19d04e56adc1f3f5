package dev.agentpost.mail.mailboxstore.search;

import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a body that is being read has told so far. For one thread. */
final class Progress {
    private final Condition condition;
    private final Map<Trait, Needle.Matcher> matchers = new HashMap<>();
    private List<Needle.Matcher> open = List.of();
    private List<Needle.Matcher> openOfTexts = List.of();
    private boolean decided;

    Progress(Condition condition) {
        this.condition = condition;
        collect(condition);
        review();
    }

    private void collect(Condition part) {
        if (part instanceof Condition.Several several) {
            several.conditions().forEach(this::collect);
        } else if (part instanceof Condition.Not not) {
            collect(not.condition());
        } else if (part instanceof Trait.Body body) {
            matchers.put(body, body.text().matcher());
        } else if (part instanceof Trait.Text text) {
            matchers.put(text, text.text().matcher());
        }
    }

    private void review() {
        open = new ArrayList<>();
        openOfTexts = new ArrayList<>();
        matchers.forEach((trait, matcher) -> {
            if (!matcher.isFound()) {
                open.add(matcher);
                if (trait instanceof Trait.Text) {
                    openOfTexts.add(matcher);
                }
            }
        });
        decided = !condition.given(this::found).needs(Source.BODY);
    }

    private Verdict found(Trait trait) {
        Needle.Matcher matcher = matchers.get(trait);
        return matcher != null && matcher.isFound() ? Verdict.YES : Verdict.OPEN;
    }

    /** What was found is enough, whatever the rest of the body has. */
    boolean isDecided() {
        return decided;
    }

    /** Another text begins: nothing is found across the border. */
    void restart() {
        open.forEach(Needle.Matcher::restart);
    }

    void accept(char[] text, int length) {
        accept(CharBuffer.wrap(text, 0, length), open);
    }

    /** @param partOfBody false for what {@link Trait.Text} looks at and {@link Trait.Body} does not */
    void accept(CharSequence text, boolean partOfBody) {
        accept(text, partOfBody ? open : openOfTexts);
    }

    private void accept(CharSequence text, List<Needle.Matcher> readers) {
        boolean found = false;
        for (Needle.Matcher reader : readers) {
            for (int i = 0; i < text.length() && !reader.isFound(); i++) {
                reader.accept(text.charAt(i));
            }
            found |= reader.isFound();
        }
        if (found) {
            review();
        }
    }

    /** The body is at its end: what was not found is not there. */
    Condition end() {
        return condition.given(trait ->
                matchers.containsKey(trait) ? Verdict.of(matchers.get(trait).isFound()) : Verdict.OPEN);
    }
}
