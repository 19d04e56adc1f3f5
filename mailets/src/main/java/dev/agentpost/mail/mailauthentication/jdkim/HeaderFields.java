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
        List<String> fields =
                HeaderBlock.fields(section).stream().map(HeaderFields::text).toList();
        return new HeaderFields(fields, fields.stream().collect(Collectors.groupingBy(HeaderFields::name)));
    }

    /** jDKIM turns texts into octets by the default character set. */
    private static String text(byte[] field) {
        int end = field.length;
        while (end > 0 && (field[end - 1] == '\r' || field[end - 1] == '\n')) {
            end--;
        }
        return new String(field, 0, end, Charset.defaultCharset());
    }

    private static String name(String field) {
        return folded(field.substring(0, Math.max(0, field.indexOf(':'))).stripTrailing());
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    @Override
    public List<String> getFields() {
        return fields;
    }

    @Override
    public List<String> getFields(String name) {
        return byName.getOrDefault(folded(name), List.of());
    }
}
