package dev.agentpost.mail.domain;

import java.util.Locale;

/** In JSON: the name in lower case. */
public enum DomainStatus {
    /** Asked for; others may have asked for it too. Nothing is received for it. */
    PENDING,
    VERIFIED;

    public String serialize() {
        return name().toLowerCase(Locale.ROOT);
    }
}
