package dev.agentpost.mail.core;

import com.github.f4b6a3.ulid.UlidCreator;
import java.util.regex.Pattern;

/** The form of our ids: a prefix that names the kind of thing, then a ULID, so that ids sort by time of creation. */
public record PrefixedId(String prefix) {
    // The library's own check accepts other spellings of the same ULID too, which would be other ids to a store.
    private static final Pattern ULID = Pattern.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}");

    public String generate() {
        return prefix + UlidCreator.getMonotonicUlid();
    }

    public boolean isValid(String value) {
        return value != null
                && value.startsWith(prefix)
                && ULID.matcher(value.substring(prefix.length())).matches();
    }

    /** @throws IllegalArgumentException naming the value and what is allowed */
    public void check(String value) {
        if (!isValid(value)) {
            throw new IllegalArgumentException("'" + value + "' is not an id: " + prefix + " and a ULID are expected");
        }
    }
}
