package dev.agentpost.mail.core;

import com.github.f4b6a3.ulid.Ulid;
import com.github.f4b6a3.ulid.UlidCreator;

/** The form of our ids: a prefix that names the kind of thing, then a ULID, so that ids sort by time of creation. */
public record PrefixedId(String prefix) {

    public String generate() {
        return prefix + UlidCreator.getMonotonicUlid();
    }

    public boolean isValid(String value) {
        return value != null && value.startsWith(prefix) && Ulid.isValid(value.substring(prefix.length()));
    }

    /** @throws IllegalArgumentException naming the value and what is allowed */
    public void check(String value) {
        if (!isValid(value)) {
            throw new IllegalArgumentException("'" + value + "' is not an id: " + prefix + " and a ULID are expected");
        }
    }
}
