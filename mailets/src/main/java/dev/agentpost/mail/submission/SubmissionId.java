package dev.agentpost.mail.submission;

import com.github.f4b6a3.ulid.Ulid;
import com.github.f4b6a3.ulid.UlidCreator;
import java.time.Instant;

/** Names one submitted message: a ULID. It is what the accepting answer says and what the queue calls the mail. */
public record SubmissionId(String value) {

    public static SubmissionId generate() {
        return new SubmissionId(UlidCreator.getMonotonicUlid().toString());
    }

    /** When it was made, to the millisecond. */
    public Instant time() {
        return Ulid.getInstant(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
