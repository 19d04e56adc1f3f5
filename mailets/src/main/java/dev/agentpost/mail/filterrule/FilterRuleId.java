package dev.agentpost.mail.filterrule;

import dev.agentpost.mail.core.PrefixedId;

/** Names one filter rule: {@code rul_} and a ULID. */
public record FilterRuleId(String value) {
    private static final PrefixedId FORM = new PrefixedId("rul_");

    /** @throws IllegalArgumentException when the value has another form */
    public FilterRuleId {
        FORM.check(value);
    }

    public static FilterRuleId of(String value) {
        return new FilterRuleId(value);
    }

    public static FilterRuleId generate() {
        return new FilterRuleId(FORM.generate());
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
