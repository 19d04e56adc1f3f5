package dev.agentpost.mail.folder;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How names of folders compare, and their levels. Names are decoded (no modified UTF-7). */
public final class FolderName {
    public static final char DELIMITER = '.';

    private FolderName() {}

    /**
     * Equal for names that are the same: without case, letter by letter, and however accents are composed (some clients
     * send them apart from their letters).
     */
    public static String key(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC)
                .codePoints()
                .map(letter -> Character.toLowerCase(Character.toUpperCase(letter)))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    public static boolean same(String one, String other) {
        return key(one).equals(key(other));
    }

    /** The names above this one, the nearest first: {@code a.b} and {@code a} for {@code a.b.c}. */
    public static List<String> parents(String name) {
        List<String> parents = new ArrayList<>();
        for (int end = name.indexOf(DELIMITER); end >= 0; end = name.indexOf(DELIMITER, end + 1)) {
            parents.add(name.substring(0, end));
        }
        Collections.reverse(parents);
        return parents;
    }

    /** RFC 3501 section 6.3.3: a trailing delimiter declares the wish to create names under it. */
    public static String withoutTrailingDelimiter(String name) {
        boolean trailing = !name.isEmpty() && name.charAt(name.length() - 1) == DELIMITER;
        return trailing ? name.substring(0, name.length() - 1) : name;
    }
}
