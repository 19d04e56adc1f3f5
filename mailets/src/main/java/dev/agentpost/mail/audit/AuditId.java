package dev.agentpost.mail.audit;

import com.github.f4b6a3.ulid.Ulid;
import com.github.f4b6a3.ulid.UlidCreator;
import dev.agentpost.mail.core.PrefixedId;
import java.time.Instant;

/** Names one entry of the audit trail: {@code aud_} and a ULID, which holds its time to the millisecond. */
public record AuditId(String value) {
    private static final String PREFIX = "aud_";
    private static final PrefixedId FORM = new PrefixedId(PREFIX);

    /** @throws IllegalArgumentException when the value has another form */
    public AuditId {
        FORM.check(value);
    }

    public static AuditId of(String value) {
        return new AuditId(value);
    }

    public static AuditId generate(Instant time) {
        return new AuditId(PREFIX + UlidCreator.getUlid(time.toEpochMilli()));
    }

    /** True when the value has the right form; whether it names anything is the store's to say. */
    public static boolean isValid(String value) {
        return FORM.isValid(value);
    }

    public Instant time() {
        return Ulid.getInstant(value.substring(PREFIX.length()));
    }

    @Override
    public String toString() {
        return value;
    }
}
