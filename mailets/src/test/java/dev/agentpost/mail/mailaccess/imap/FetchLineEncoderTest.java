package dev.agentpost.mail.mailaccess.imap;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpost.mail.mailaccess.imap.fetch.KeptSection;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.apache.james.imap.encode.ImapResponseWriter;
import org.apache.james.imap.encode.base.ImapResponseComposerImpl;
import org.apache.james.imap.message.Literal;
import org.apache.james.imap.message.response.FetchResponse;
import org.apache.james.imap.message.response.FetchResponse.BodyElement;
import org.apache.james.mailbox.MessageSequenceNumber;
import org.apache.james.mailbox.MessageUid;
import org.junit.jupiter.api.Test;

class FetchLineEncoderTest {
    private final Client client = new Client();
    private final ImapResponseComposerImpl composer = new ImapResponseComposerImpl(client);

    private final class Client implements ImapResponseWriter {
        private final ByteArrayOutputStream received = new ByteArrayOutputStream();
        private int writes;

        @Override
        public void write(byte[] buffer) {
            writes++;
            received.writeBytes(buffer);
        }

        @Override
        public void write(Literal literal) throws IOException {
            composer.flush();
            writes++;
            received.writeBytes(literal.getInputStream().readAllBytes());
        }
    }

    private record Streamed(String name, String text) implements BodyElement {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public long size() {
            return text.length();
        }

        @Override
        public InputStream getInputStream() {
            return new ByteArrayInputStream(text.getBytes(US_ASCII));
        }
    }

    private static final class Unnameable implements BodyElement {
        @Override
        public String getName() {
            throw new IllegalStateException("no name");
        }

        @Override
        public long size() {
            return 0;
        }

        @Override
        public InputStream getInputStream() {
            return InputStream.nullInputStream();
        }
    }

    private static BodyElement kept(String name, String text) {
        return new KeptSection(name, text.getBytes(US_ASCII));
    }

    private String encode(BodyElement... sections) throws IOException {
        FetchResponse response = new FetchResponse(
                MessageSequenceNumber.of(7),
                null,
                MessageUid.of(9),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(sections),
                null,
                null);
        new FetchLineEncoder().encode(response, composer);
        composer.flush();
        return client.received.toString(US_ASCII);
    }

    @Test
    void sectionsInMemoryShouldBePartOfTheLine() throws IOException {
        assertThat(encode(kept("BODY[1]", "a)\r\n"), kept("BODY[2]", "")))
                .isEqualTo("* 7 FETCH (UID 9 BODY[1] {4}\r\na)\r\n BODY[2] {0}\r\n)\r\n");
        assertThat(client.writes).isEqualTo(1);
    }

    @Test
    void otherSectionsShouldBeStreamedInTheirPlace() throws IOException {
        assertThat(encode(kept("BODY[1]", "a"), new Streamed("BODY[2]", "bc"), kept("BODY[3]", "d")))
                .isEqualTo("* 7 FETCH (UID 9 BODY[1] {1}\r\na BODY[2] {2}\r\nbc BODY[3] {1}\r\nd)\r\n");
    }

    @Test
    void nothingShouldBeSentOfALineThatCannotBeComposed() {
        BodyElement unnameable = new Unnameable();

        assertThatThrownBy(() -> encode(kept("BODY[1]", "a"), new Streamed("BODY[2]", "bc"), unnameable))
                .isInstanceOf(IllegalStateException.class);

        assertThat(client.writes).isZero();
    }
}
