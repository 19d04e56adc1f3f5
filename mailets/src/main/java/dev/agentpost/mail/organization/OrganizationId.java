package dev.agentpost.mail.organization;

import dev.agentpost.mail.core.PrefixedId;

/** Names one organization: {@code org_} and a ULID. */
public record OrganizationId(String value) {
    private static final PrefixedId FORM = new PrefixedId("org_");

    /** @throws IllegalArgumentException when the value has another form */
    public OrganizationId {
        FORM.check(value);
    }

    public static OrganizationId of(String value) {
        return new OrganizationId(value);
    }

    public static OrganizationId generate() {
        return new OrganizationId(FORM.generate());
    }

    /** True when the value has the right form; whether it names anything is the store's to say. */
    public static boolean isValid(String value) {
        return FORM.isValid(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
