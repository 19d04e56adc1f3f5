package dev.agentpost.mail.mailauthentication;

import java.io.IOException;
import java.util.List;

/** DKIM. Blocks; a DNS that does not answer makes TEMPERROR. Safe for use by many threads. */
public interface DkimCheck {
    /** @return one for each signature; empty when the message has none */
    List<DkimVerdict> check(CheckedMessage message, Deadline deadline) throws IOException;
}
