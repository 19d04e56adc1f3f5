package dev.agentpost.mail.mime;

import dev.agentpost.mail.mailboxstore.HeaderBlock;
import dev.agentpost.mail.mime.MessagePart.OctetRange;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What is written in place of some octets of a message. */
sealed interface Edit {
    OctetRange range();

    /**
     * Of a header, with its empty line.
     *
     * @param encoding what {@code Content-Transfer-Encoding} says
     * @param otherwise fields that are added when there is none of their name
     */
    record OfHeader(OctetRange range, String encoding, List<String> otherwise) implements Edit {
        private static final String ENCODING = "Content-Transfer-Encoding";

        byte[] applyTo(byte[] header) {
            List<byte[]> fields = HeaderBlock.fields(header);
            Set<String> names = fields.stream().map(HeaderBlock::name).collect(Collectors.toSet());
            ByteArrayOutputStream out = new ByteArrayOutputStream(header.length + 100);
            fields.stream()
                    .filter(field -> !HeaderBlock.name(field).equalsIgnoreCase(ENCODING) && !isEmptyLine(field))
                    .forEach(out::writeBytes);
            otherwise.stream()
                    .filter(field -> !names.contains(HeaderBlock.name(octets(field))))
                    .forEach(field -> out.writeBytes(octets(field + "\r\n")));
            out.writeBytes(octets(ENCODING + ": " + encoding + "\r\n\r\n"));
            return out.toByteArray();
        }

        private static boolean isEmptyLine(byte[] field) {
            return field.length > 0 && (field[0] == '\r' || field[0] == '\n');
        }

        private static byte[] octets(String text) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }
    }

    /** Of a body without parts. */
    record OfContent(OctetRange range, Encoding encoding) implements Edit {}
}
