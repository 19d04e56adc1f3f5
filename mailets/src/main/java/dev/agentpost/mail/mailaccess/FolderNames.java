package dev.agentpost.mail.mailaccess;

import dev.agentpost.mail.folder.SystemFolder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;

/** Which folder names may be made, removed or given. Names are decoded (no modified UTF-7), delimiter {@code .} */
public final class FolderNames {
    public static final int MAX_BYTES = 255;

    private FolderNames() {}

    /** What forbids to delete or rename this folder, as it follows the tagged NO. */
    public static Optional<String> refusalToRemove(String name) {
        String folder = withoutTrailingDelimiter(name);
        return SystemFolder.named(folder)
                .map(permanent -> "[CANNOT] " + permanent.folderName() + " cannot be deleted or renamed");
    }

    /** What forbids to give a folder this name, as it follows the tagged NO. */
    public static Optional<String> refusalToName(String name) {
        if (hasEmptyLevel(withoutTrailingDelimiter(name))) {
            return Optional.of("[CANNOT] folder name has an empty part");
        }
        if (name.startsWith("#") || name.contains("%") || name.contains("*")) {
            return Optional.of("[CANNOT] folder name has one of % * or begins with #");
        }
        if (name.codePoints().anyMatch(Character::isISOControl)) {
            return Optional.of("[CANNOT] folder name has a control character");
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            return Optional.of("[LIMIT] folder name is longer than " + MAX_BYTES + " bytes");
        }
        return Optional.empty();
    }

    private static boolean hasEmptyLevel(String name) {
        return Stream.of(name.split("\\.", -1)).anyMatch(String::isBlank);
    }

    /** RFC 3501 section 6.3.3: a trailing delimiter declares the wish to create names under it. */
    private static String withoutTrailingDelimiter(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
