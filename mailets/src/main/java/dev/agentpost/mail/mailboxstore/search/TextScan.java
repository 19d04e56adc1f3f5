package dev.agentpost.mail.mailboxstore.search;

import dev.agentpost.mail.mailboxstore.HeaderBlock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;
import org.apache.james.mime4j.util.CharsetUtil;

/**
 * Reads the body of a message through once, for all texts that are asked for, and no further than needed. Looked at are
 * the parts of type text and message, decoded; HTML as it is written. Headers of attached messages are part of the body.
 * What cannot be parsed is looked at undecoded. Memory does not depend on the size of the message.
 */
final class TextScan {
    /** Parts deeper than this are looked at undecoded: each level is a stream around another. */
    private static final int MAX_DEPTH = 30;

    private static final int MAX_HEADER_FIELDS = 10_000;

    private static final MimeConfig TOLERANT = MimeConfig.custom()
            .setMaxLineLen(-1)
            .setMaxContentLen(-1)
            .setMaxHeaderLen(HeaderBlock.MAX_BYTES)
            .setMaxHeaderCount(MAX_HEADER_FIELDS)
            .build();

    private final Progress progress;
    private int depth;
    /** Whether the header that is read belongs to an attached message and not to a part. */
    private boolean inMessageHeader;

    private TextScan(Progress progress) {
        this.progress = progress;
    }

    /** @return what is left of the condition: nothing in it needs a body any more */
    static Condition decide(Condition condition, byte[] header, Supplier<InputStream> body) throws IOException {
        Progress progress = new Progress(condition);
        try (InputStream content = body.get()) {
            new TextScan(progress).read(new SequenceInputStream(new ByteArrayInputStream(header), content));
        } catch (MimeException e) {
            try (InputStream content = body.get()) {
                progress.restart();
                feed(new InputStreamReader(content, StandardCharsets.UTF_8), progress);
            }
        }
        return progress.end();
    }

    private void read(InputStream message) throws IOException, MimeException {
        MimeTokenStream tokens = new MimeTokenStream(TOLERANT);
        tokens.setRecursionMode(RecursionMode.M_RECURSE);
        tokens.parse(message);
        for (EntityState state = tokens.getState();
                state != EntityState.T_END_OF_STREAM && !progress.isDecided();
                state = tokens.next()) {
            track(state, tokens);
            if (state == EntityState.T_FIELD && depth > 1) {
                field(tokens.getField().getRaw().toByteArray());
            } else if (state == EntityState.T_BODY) {
                body(tokens);
            }
        }
    }

    private void track(EntityState state, MimeTokenStream tokens) {
        switch (state) {
            case T_START_MESSAGE, T_START_BODYPART -> {
                depth++;
                inMessageHeader = state == EntityState.T_START_MESSAGE;
                if (depth >= MAX_DEPTH) {
                    tokens.setRecursionMode(RecursionMode.M_FLAT);
                }
            }
            case T_END_MESSAGE, T_END_BODYPART -> {
                depth--;
                if (depth < MAX_DEPTH) {
                    tokens.setRecursionMode(RecursionMode.M_RECURSE);
                }
            }
            default -> {
                // says nothing of depth
            }
        }
    }

    private void field(byte[] raw) {
        for (HeaderFields.Field field : HeaderFields.parse(raw).fields()) {
            progress.restart();
            progress.accept(field.name() + ": " + field.value(), inMessageHeader);
        }
    }

    private void body(MimeTokenStream tokens) throws IOException {
        BodyDescriptor descriptor = tokens.getBodyDescriptor();
        String mediaType = descriptor.getMediaType();
        boolean undecoded = "multipart".equals(mediaType);
        if (!undecoded && !"text".equals(mediaType) && !"message".equals(mediaType)) {
            return;
        }
        progress.restart();
        InputStream decoded = undecoded ? tokens.getInputStream() : tokens.getDecodedInputStream();
        feed(new InputStreamReader(decoded, charset(descriptor.getCharset())), progress);
    }

    /** Text that calls itself ASCII, or nothing, and is more than that, is UTF-8 more often than anything else. */
    private static Charset charset(String name) {
        return Optional.ofNullable(name)
                .map(CharsetUtil::lookup)
                .filter(charset -> !charset.equals(StandardCharsets.US_ASCII))
                .orElse(StandardCharsets.UTF_8);
    }

    private static void feed(Reader text, Progress progress) throws IOException {
        char[] buffer = new char[8192];
        int length = text.read(buffer);
        while (length >= 0 && !progress.isDecided()) {
            progress.accept(buffer, length);
            length = text.read(buffer);
        }
    }
}
