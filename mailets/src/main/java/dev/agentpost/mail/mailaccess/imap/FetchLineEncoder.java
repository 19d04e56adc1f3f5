package dev.agentpost.mail.mailaccess.imap;

import dev.agentpost.mail.mailaccess.imap.fetch.KeptSection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.imap.encode.FetchResponseEncoder;
import org.apache.james.imap.encode.ImapResponseComposer;
import org.apache.james.imap.encode.ImapResponseEncoder;
import org.apache.james.imap.encode.ImapResponseWriter;
import org.apache.james.imap.encode.base.ImapResponseComposerImpl;
import org.apache.james.imap.message.Literal;
import org.apache.james.imap.message.response.FetchResponse;

/**
 * Writes the line that James composes, once all of it is composed: nothing has been sent when that fails. Sections that are
 * in memory are part of the line; others are streamed, each in a write of its own.
 */
public final class FetchLineEncoder implements ImapResponseEncoder<FetchResponse> {
    private final FetchResponseEncoder james = new FetchResponseEncoder();

    @Override
    public Class<FetchResponse> acceptableMessages() {
        return FetchResponse.class;
    }

    @Override
    public void encode(FetchResponse response, ImapResponseComposer composer) throws IOException {
        Line line = new Line(new Octets());
        james.encode(response, line);
        line.writeTo(composer);
    }

    /** What has been composed since it was last asked. */
    private static final class Octets implements ImapResponseWriter {
        private byte[] written = {};

        @Override
        public void write(byte[] buffer) {
            written = buffer;
        }

        @Override
        public void write(Literal literal) {
            throw new IllegalStateException("literals are kept apart from the octets of a line");
        }

        private byte[] take() {
            byte[] taken = written;
            written = new byte[0];
            return taken;
        }
    }

    private static final class Line extends ImapResponseComposerImpl {
        /** What stands before a streamed literal. */
        private record Piece(byte[] before, Literal literal) {}

        private final Octets octets;
        private final List<Piece> pieces = new ArrayList<>();

        private Line(Octets octets) {
            super(octets);
            this.octets = octets;
        }

        @Override
        public ImapResponseComposer literal(Literal literal) throws IOException {
            if (literal instanceof KeptSection kept) {
                message(("{" + kept.size() + "}\r\n").getBytes(StandardCharsets.US_ASCII));
                skipNextSpace();
                return message(kept.octets());
            }
            flush();
            pieces.add(new Piece(octets.take(), literal));
            return this;
        }

        /** The line's end is for the composer that it is written to. */
        @Override
        public ImapResponseComposer end() {
            return this;
        }

        private void writeTo(ImapResponseComposer composer) throws IOException {
            for (Piece piece : pieces) {
                composer.skipNextSpace().message(piece.before()).literal(piece.literal());
            }
            flush();
            composer.skipNextSpace().message(octets.take()).end();
        }
    }
}
