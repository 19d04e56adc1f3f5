package dev.agentpost.mail.core;

import com.google.common.base.Splitter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The header section of a message, unfolded (RFC 5322 section 2.2). */
public record MessageHeader(List<Field> fields) {

    /**
     * @param name lower case
     * @param value without the line breaks of folding; octets above 127 are ISO 8859-1 characters
     */
    public record Field(String name, String value) {}

    public MessageHeader {
        fields = List.copyOf(fields);
    }

    /** A field of which lines may follow. */
    private record Unfolding(String name, StringBuilder value) {
        Field end() {
            return new Field(name, value.toString());
        }
    }

    /** Empty when some line is neither a field nor the continuation of one. */
    public static Optional<MessageHeader> parse(byte[] section) {
        List<Unfolding> fields = new ArrayList<>();
        for (String line : Splitter.on("\r\n").split(new String(section, StandardCharsets.ISO_8859_1))) {
            if (line.isEmpty()) {
                continue;
            }
            if (line.startsWith(" ") || line.startsWith("\t")) {
                if (fields.isEmpty()) {
                    return Optional.empty();
                }
                fields.get(fields.size() - 1).value().append(line);
                continue;
            }
            int colon = line.indexOf(':');
            if (colon <= 0 || !isName(line.substring(0, colon).stripTrailing())) {
                return Optional.empty();
            }
            fields.add(new Unfolding(
                    line.substring(0, colon).stripTrailing().toLowerCase(Locale.ROOT),
                    new StringBuilder(line.substring(colon + 1))));
        }
        return Optional.of(new MessageHeader(fields.stream().map(Unfolding::end).toList()));
    }

    private static boolean isName(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    public List<String> values(String name) {
        return fields.stream()
                .filter(field -> field.name().equals(name))
                .map(Field::value)
                .toList();
    }

    public boolean has(String name) {
        return fields.stream().anyMatch(field -> field.name().equals(name));
    }
}
