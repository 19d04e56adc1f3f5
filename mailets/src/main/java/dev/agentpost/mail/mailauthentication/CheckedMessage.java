package dev.agentpost.mail.mailauthentication;

import dev.agentpost.mail.core.MessageHeader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.Optional;

/**
 * A message that came in, with what was said about it.
 *
 * @param client who sent it
 * @param helloName what the client called itself
 * @param sender MAIL FROM; empty for {@code <>}
 * @param section the header section as it came, without the empty line
 */
public record CheckedMessage(
        InetAddress client,
        String helloName,
        Optional<String> sender,
        byte[] section,
        MessageHeader header,
        Body body) {

    /** The body as it came, with CRLF; may be opened while the message is kept. */
    public interface Body {
        InputStream open() throws IOException;
    }
}
