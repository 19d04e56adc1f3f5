package dev.agentpost.mail.folder;

import java.util.List;
import java.util.Set;

/** What a LIST, LSUB or XLIST asks for. */
public record FolderQuery(List<FolderPattern> patterns, Set<Selection> selections) {
    public enum Selection {
        /** Names that are subscribed, whether there is such a folder or not. */
        SUBSCRIBED,
        /** Folders with an attribute of RFC 6154. */
        SPECIAL_USE,
        /** RFC 5258 section 3.1: names above subscribed ones as well. */
        RECURSIVE_MATCH,
        /** RFC 3501 section 6.3.9: a level above subscribed names, where a pattern ends with {@code %}. */
        LEVELS_OF_SUBSCRIBED
    }

    boolean selects(Selection selection) {
        return selections.contains(selection);
    }

    boolean matches(String name) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(name));
    }

    boolean matchesLevel(String name) {
        return patterns.stream().filter(FolderPattern::namesLevels).anyMatch(pattern -> pattern.matches(name));
    }
}
