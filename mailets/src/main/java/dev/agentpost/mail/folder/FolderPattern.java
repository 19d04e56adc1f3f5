package dev.agentpost.mail.folder;

/**
 * A pattern of LIST (RFC 3501 section 6.3.8): {@code *} stands for anything, {@code %} for anything within one level.
 *
 * @param text as the client gave it, with the reference in front
 * @param key of the text, see {@link FolderName#key}
 */
public record FolderPattern(String text, String key) {
    private static final char ANYTHING = '*';
    private static final char WITHIN_LEVEL = '%';

    public static FolderPattern of(String text) {
        return new FolderPattern(text, FolderName.key(text));
    }

    public boolean hasWildcards() {
        return text.indexOf(ANYTHING) >= 0 || text.indexOf(WITHIN_LEVEL) >= 0;
    }

    /** Then it also names levels of hierarchy that are no folders. */
    public boolean namesLevels() {
        return text.endsWith(Character.toString(WITHIN_LEVEL));
    }

    public boolean matches(String name) {
        return matches(key, FolderName.key(name));
    }

    /** {@code reached[i]} is true when the pattern so far matches the first i letters: no pattern takes long. */
    private static boolean matches(String pattern, String name) {
        boolean[] reached = new boolean[name.length() + 1];
        reached[0] = true;
        for (int i = 0; i < pattern.length(); i++) {
            step(pattern.charAt(i), name, reached);
        }
        return reached[name.length()];
    }

    private static void step(char next, String name, boolean[] reached) {
        if (next == ANYTHING || next == WITHIN_LEVEL) {
            for (int i = 0; i < name.length(); i++) {
                boolean mayPass = next == ANYTHING || name.charAt(i) != FolderName.DELIMITER;
                reached[i + 1] |= reached[i] && mayPass;
            }
            return;
        }
        for (int i = name.length(); i > 0; i--) {
            reached[i] = reached[i - 1] && name.charAt(i - 1) == next;
        }
        reached[0] = false;
    }
}
