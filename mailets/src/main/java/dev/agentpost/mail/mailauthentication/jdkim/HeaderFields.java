package dev.agentpost.mail.mailauthentication.jdkim;

import dev.agentpost.mail.mailboxstore.HeaderBlock;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.james.jdkim.api.Headers;

/**
 * The fields as they came, without their last line end: signatures cover every octet.
 *
 * @param byName lower case; a signature may name thousands
 */
record HeaderFields(List<String> fields, Map<String, List<String>> byName) implements Headers {

    static HeaderFields of(byte[] section) {
        List<byte[]> fields = HeaderBlock.fields(section);
        return new HeaderFields(
                fields.stream().map(HeaderFields::text).toList(),
                fields.stream()
                        .collect(Collectors.groupingBy(
                                HeaderBlock::name, Collectors.mapping(HeaderFields::text, Collectors.toList()))));
    }

    /** jDKIM turns texts into octets by the default character set. */
    private static String text(byte[] field) {
        int end = field.length;
        while (end > 0 && (field[end - 1] == '\r' || field[end - 1] == '\n')) {
            end--;
        }
        return new String(field, 0, end, Charset.defaultCharset());
    }

    @Override
    public List<String> getFields() {
        return fields;
    }

    @Override
    public List<String> getFields(String name) {
        return byName.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }
}
