package dev.agentpost.mail.mailboxstore.search;

import dev.agentpost.mail.mailboxstore.Envelope;

/** What a header tells. */
record HeaderFacts(HeaderFields header, Envelope envelope) implements Facts {
    @Override
    public Verdict on(Trait trait) {
        if (trait instanceof Trait.SentDate) {
            return new EnvelopeFacts(envelope).on(trait);
        }
        if (trait instanceof Trait.Header asked) {
            return Verdict.of(header.fields().stream()
                    .anyMatch(field ->
                            field.name().equals(asked.field()) && asked.text().isIn(field.value())));
        }
        if (trait instanceof Trait.Text asked) {
            return header.fields().stream().anyMatch(field -> asked.text().isIn(field.name() + ": " + field.value()))
                    ? Verdict.YES
                    : Verdict.OPEN;
        }
        return Verdict.OPEN;
    }
}
