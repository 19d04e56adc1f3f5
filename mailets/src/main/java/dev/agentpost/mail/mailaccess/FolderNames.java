package dev.agentpost.mail.mailaccess;

import dev.agentpost.mail.folder.FolderName;
import dev.agentpost.mail.folder.FolderTree.Place;
import dev.agentpost.mail.folder.SystemFolder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which folder names may be made, removed or given. Names are decoded (no modified UTF-7), delimiter {@code .}; what is
 * returned follows the tagged NO.
 */
public final class FolderNames {
    public static final int MAX_BYTES = 255;
    public static final int MAX_LEVELS = 20;
    public static final String ALREADY_EXISTS = "[ALREADYEXISTS] there is a folder of this name";
    public static final String CREATION_OFF = "[NOPERM] folders cannot be created on this server";

    /** James takes no longer ones. */
    private static final int MAX_CHARACTERS = 200;

    private FolderNames() {}

    /** What forbids to delete or rename this folder. */
    public static Optional<String> refusalToRemove(String name) {
        return SystemFolder.named(FolderName.withoutTrailingDelimiter(name))
                .map(permanent -> "[CANNOT] " + permanent.folderName() + " cannot be deleted or renamed");
    }

    /** What forbids to give a folder the name of another place. */
    public static Optional<String> refusalToMove(Place from, Place to) {
        if (to.alias()) {
            return Optional.of("[CANNOT] this name leads to " + to.folder());
        }
        if (to.exists()) {
            return Optional.of(ALREADY_EXISTS);
        }
        return FolderName.parents(to.folder()).stream().anyMatch(parent -> FolderName.same(parent, from.folder()))
                ? Optional.of("[CANNOT] a folder cannot be moved below itself")
                : Optional.empty();
    }

    /** What forbids to give a folder this name. */
    public static Optional<String> refusalToName(String name) {
        return Stream.of(characters(name), levels(FolderName.withoutTrailingDelimiter(name)), length(name))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> characters(String name) {
        if (name.startsWith("#") || name.contains("%") || name.contains("*")) {
            return Optional.of("[CANNOT] folder name has one of % * or begins with #");
        }
        return name.codePoints().anyMatch(FolderNames::cannotBeShown)
                ? Optional.of("[CANNOT] folder name has a control character")
                : Optional.empty();
    }

    /** A half of a surrogate pair is no character. */
    private static boolean cannotBeShown(int codePoint) {
        int type = Character.getType(codePoint);
        return Character.isISOControl(codePoint)
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }

    private static Optional<String> levels(String name) {
        List<String> levels = List.of(name.split("\\.", -1));
        if (levels.stream().anyMatch(String::isBlank)) {
            return Optional.of("[CANNOT] folder name has an empty part");
        }
        return levels.size() > MAX_LEVELS
                ? Optional.of("[CANNOT] folder name has more than " + MAX_LEVELS + " levels")
                : Optional.empty();
    }

    private static Optional<String> length(String name) {
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            return Optional.of("[CANNOT] folder name is longer than " + MAX_BYTES + " bytes");
        }
        return name.length() > MAX_CHARACTERS
                ? Optional.of("[CANNOT] folder name is longer than " + MAX_CHARACTERS + " characters")
                : Optional.empty();
    }
}
