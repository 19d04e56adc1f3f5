package dev.agentpost.mail.filterrule;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

public enum RuleAction {
    ALLOW,
    BLOCK;

    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<RuleAction> parse(String value) {
        return Stream.of(values())
                .filter(action -> action.value().equals(value))
                .findFirst();
    }
}
