package dev.agentpost.mail.mailboxstore.search;

import dev.agentpost.mail.mailboxstore.UidIndex;

/** What the bitmaps of a folder tell of a message. */
record IndexFacts(UidIndex index, long uid) implements Facts {
    @Override
    public Verdict on(Trait trait) {
        if (trait instanceof Trait.UidIn in) {
            return Verdict.of(in.uids().contains(uid));
        }
        if (trait instanceof Trait.Flag flag) {
            return Verdict.of(index.has(uid, flag.flag()));
        }
        if (trait instanceof Trait.Keyword keyword
                && index.head().keywords().stream().noneMatch(keyword.keyword()::equalsIgnoreCase)) {
            return Verdict.NO;
        }
        return Verdict.OPEN;
    }
}
