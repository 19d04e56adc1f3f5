package dev.agentpost.mail.backup;

import dev.agentpost.mail.core.PrefixedId;

/** Names one staged backup: {@code bak_} and a ULID. */
public record BackupId(String value) {
    private static final PrefixedId FORM = new PrefixedId("bak_");

    /** @throws IllegalArgumentException when the value has another form */
    public BackupId {
        FORM.check(value);
    }

    public static BackupId generate() {
        return new BackupId(FORM.generate());
    }

    @Override
    public String toString() {
        return value;
    }
}
