package dev.agentpost.mail.folder;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The names that clients use for what is Sent, Drafts or Trash here.
 *
 * @param folders by {@link FolderName#key} of the name
 * @param prefixes keys of what may stand in front of such a name, or of the folder's own: {@code inbox.}
 */
public record FolderAliases(Map<String, SystemFolder> folders, Set<String> prefixes) {
    public static final FolderAliases NONE = new FolderAliases(Map.of(), Set.of());

    public FolderAliases {
        folders = Map.copyOf(folders);
        prefixes = Set.copyOf(prefixes);
    }

    public static FolderAliases of(Map<SystemFolder, List<String>> names, List<String> prefixes) {
        Map<String, SystemFolder> folders = new HashMap<>();
        names.forEach((folder, list) -> list.forEach(name -> folders.put(FolderName.key(name), folder)));
        return new FolderAliases(folders, prefixes.stream().map(FolderName::key).collect(Collectors.toSet()));
    }

    /** Empty for the folders' own names too. */
    public Optional<SystemFolder> find(String name) {
        String key = FolderName.key(name);
        return Optional.ofNullable(folders.get(key)).or(() -> findBehindPrefix(key));
    }

    private Optional<SystemFolder> findBehindPrefix(String key) {
        return prefixes.stream()
                .filter(key::startsWith)
                .map(prefix -> key.substring(prefix.length()))
                .flatMap(rest -> Optional.ofNullable(folders.get(rest)).or(() -> ownName(rest)).stream())
                .findFirst();
    }

    /** {@code INBOX.INBOX} is a folder like any other. */
    private static Optional<SystemFolder> ownName(String key) {
        return SystemFolder.named(key).filter(folder -> folder != SystemFolder.INBOX);
    }
}
