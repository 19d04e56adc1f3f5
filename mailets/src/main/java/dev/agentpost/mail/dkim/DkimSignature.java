package dev.agentpost.mail.dkim;

import com.google.common.base.Splitter;
import dev.agentpost.mail.mailboxstore.HeaderBlock;
import dev.agentpost.mail.mailboxstore.MessageSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A DKIM-Signature field: rsa-sha256, relaxed/relaxed, of the whole body. It never expires: mail that waits for its
 * destination for days is signed once.
 */
final class DkimSignature {
    /** Each named once more than it occurs, so that none can be added on the way (RFC 6376 section 5.4.2). */
    private static final List<String> SEALED = List.of(
            "from",
            "reply-to",
            "subject",
            "date",
            "message-id",
            "to",
            "cc",
            "in-reply-to",
            "references",
            "mime-version",
            "content-type");

    /** What mailing lists may add, and transfer agents. The last two: RFC 8058 section 4. */
    private static final Set<String> SIGNED_IF_THERE =
            Set.of("sender", "content-transfer-encoding", "list-unsubscribe", "list-unsubscribe-post");

    private static final String NAME = "DKIM-Signature";
    private static final String FOLD = "\r\n\t";
    private static final int LINE_LENGTH = 72;

    private DkimSignature() {}

    /**
     * Reads the message once, in bounded memory.
     *
     * @return the field with its line end, to be put in front of the message
     */
    static byte[] of(MessageSource message, DkimKey key, Instant now) throws IOException {
        try {
            List<Field> fields =
                    HeaderBlock.fields(message.header()).stream().map(Field::of).toList();
            List<String> names = names(fields);
            String unsigned = NAME + ": v=1; a=rsa-sha256; c=relaxed/relaxed;"
                    + FOLD + "d=" + key.domain() + ";"
                    + FOLD + "s=" + key.selector() + "; t=" + now.getEpochSecond() + ";"
                    + FOLD + "h=" + folded(String.join(":", names), ':') + ";"
                    + FOLD + "bh=" + bodyHash(message) + ";"
                    + FOLD + "b=";
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key.privateKey());
            signature.update(signedText(fields, names, unsigned).getBytes(StandardCharsets.ISO_8859_1));
            String value = Base64.getEncoder().encodeToString(signature.sign());
            String lines =
                    Splitter.fixedLength(LINE_LENGTH).splitToStream(value).collect(Collectors.joining(FOLD));
            return (unsigned + lines + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String bodyHash(MessageSource message) throws IOException, GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream body = message.body().open()) {
            RelaxedBody.digest(body, digest);
        }
        return Base64.getEncoder().encodeToString(digest.digest());
    }

    private static List<String> names(List<Field> fields) {
        List<String> names = new ArrayList<>(SEALED);
        fields.stream()
                .map(Field::name)
                .filter(name -> SEALED.contains(name) || SIGNED_IF_THERE.contains(name))
                .forEach(names::add);
        names.sort(null);
        return names;
    }

    /** RFC 6376 sections 3.7 and 5.4.2: of fields of the same name the last comes first; none stands for nothing. */
    private static String signedText(List<Field> fields, List<String> names, String unsigned) {
        Map<String, Deque<Field>> left = new HashMap<>();
        fields.forEach(field ->
                left.computeIfAbsent(field.name(), name -> new ArrayDeque<>()).push(field));
        StringBuilder text = new StringBuilder();
        for (String name : names) {
            Field field = left.getOrDefault(name, new ArrayDeque<>()).poll();
            if (field != null) {
                text.append(field.relaxed()).append("\r\n");
            }
        }
        return text + Field.of(unsigned.getBytes(StandardCharsets.ISO_8859_1)).relaxed();
    }

    private static String folded(String text, char separator) {
        StringBuilder lines = new StringBuilder();
        int lineLength = 0;
        for (String part : Splitter.on(separator).split(text)) {
            if (!lines.isEmpty()) {
                lines.append(separator);
                lineLength++;
            }
            if (lineLength + part.length() > LINE_LENGTH) {
                lines.append(FOLD);
                lineLength = 0;
            }
            lines.append(part);
            lineLength += part.length();
        }
        return lines.toString();
    }

    /**
     * @param name in lower case
     * @param value with its folding, octets as ISO 8859-1 characters
     */
    private record Field(String name, String value) {
        static Field of(byte[] octets) {
            return new Field(HeaderBlock.name(octets), HeaderBlock.value(octets));
        }

        /** RFC 6376 section 3.4.2. */
        String relaxed() {
            String unfolded = value.replaceAll("[\\r\\n]+", "").replaceAll("[ \\t]+", " ");
            return name + ':' + unfolded.replaceAll("^ | $", "");
        }
    }
}
