package dev.agentpost.mail.clientsetup;

import com.google.common.escape.Escaper;
import com.google.common.io.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A document with <code>{{name}}</code> where a value goes. Values are escaped for the language of the document, but for
 * numbers and for {@link Markup}, which is in that language already.
 */
final class Template {
    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

    /** Text in the language of the document that it goes into. */
    record Markup(String text) {}

    private final String text;
    private final Escaper escaper;

    Template(String text, Escaper escaper) {
        this.text = text;
        this.escaper = escaper;
    }

    /** @param name of a file beside this class */
    static Template load(String name, Escaper escaper) {
        return new Template(read(name), escaper);
    }

    /** @param name of a file beside this class */
    static String read(String name) {
        try {
            return Resources.toString(Resources.getResource(Template.class, name), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param more beside {@code host}, {@code imapsPort} and {@code smtpsPort}
     * @throws NullPointerException when the values lack one
     */
    String fill(MailServers servers, Map<String, ?> more) {
        Map<String, Object> values = new HashMap<>(more);
        values.put("host", servers.host());
        values.put("imapsPort", servers.imapsPort());
        values.put("smtpsPort", servers.smtpsPort());
        return fill(values);
    }

    /** @throws NullPointerException when the values lack one */
    String fill(Map<String, ?> values) {
        return PLACE.matcher(text)
                .replaceAll(place -> Matcher.quoteReplacement(escaped(
                        Objects.requireNonNull(values.get(place.group(1)), () -> "no value for " + place.group(1)))));
    }

    private String escaped(Object value) {
        if (value instanceof Markup markup) {
            return markup.text();
        }
        return value instanceof Number number ? number.toString() : escaper.escape(value.toString());
    }
}
