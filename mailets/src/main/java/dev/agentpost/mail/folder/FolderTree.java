package dev.agentpost.mail.folder;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The folders of one inbox at one moment, and what a name that a client says means among them. Immutable. */
public final class FolderTree {
    /** INBOX first; a folder before those below it. */
    private static final Comparator<String> ORDER = Comparator.comparing((String name) ->
                    SystemFolder.named(name).filter(SystemFolder.INBOX::equals).isEmpty())
            .thenComparing(name -> FolderName.key(name).replace(FolderName.DELIMITER, '\0'))
            .thenComparing(Comparator.naturalOrder());

    private final FolderAliases aliases;
    private final Map<String, String> folders = new HashMap<>();
    private final Map<String, String> levels;

    public FolderTree(FolderAliases aliases, Collection<String> folders) {
        this.aliases = aliases;
        folders.forEach(name -> this.folders.put(FolderName.key(name), name));
        this.levels = levelsAbove(folders);
    }

    /** As they are spelled, by key. */
    private static Map<String, String> levelsAbove(Collection<String> names) {
        Map<String, String> levels = new HashMap<>();
        names.stream()
                .flatMap(name -> FolderName.parents(name).stream())
                .forEach(level -> levels.putIfAbsent(FolderName.key(level), level));
        return levels;
    }

    /**
     * What a name leads to.
     *
     * @param folder the name to go on with; no folder needs to have it
     * @param exists there is a folder of this name
     * @param alias the name as a whole is another name of a system folder
     */
    public record Place(String folder, boolean exists, boolean alias) {}

    /**
     * A folder that has the name comes before an alias: it was made before the alias was, and its mail must be reached. A
     * name below a folder, a level or an alias lies below that, as it is spelled.
     */
    public Place place(String name) {
        Optional<String> existing = spelled(name);
        if (existing.isPresent()) {
            return new Place(existing.get(), true, false);
        }
        Optional<String> alias = aliases.find(name).map(SystemFolder::folderName);
        if (alias.isPresent()) {
            return new Place(alias.get(), true, true);
        }
        String spelled = level(name).orElseGet(() -> below(name));
        return spelled(spelled).map(folder -> new Place(folder, true, false)).orElse(new Place(spelled, false, false));
    }

    private Optional<String> spelled(String name) {
        return Optional.ofNullable(folders.get(FolderName.key(name)))
                .or(() -> SystemFolder.named(name).map(SystemFolder::folderName));
    }

    private Optional<String> level(String name) {
        return Optional.ofNullable(levels.get(FolderName.key(name)));
    }

    private String below(String name) {
        return FolderName.parents(name).stream()
                .flatMap(parent -> spelled(parent)
                        .or(() -> aliases.find(parent).map(SystemFolder::folderName))
                        .or(() -> level(parent))
                        .map(folder -> folder + name.substring(parent.length()))
                        .stream())
                .findFirst()
                .orElse(name);
    }

    /** Each name once, in order. */
    public List<ListedFolder> list(FolderQuery query, Collection<String> subscriptions) {
        Subscriptions subscribed = new Subscriptions(subscriptions);
        Map<String, ListedFolder> listed = new LinkedHashMap<>();
        candidates(subscribed).stream()
                .map(name -> line(name, name, subscribed))
                .filter(line -> isShown(line, query))
                .forEach(line -> listed.put(FolderName.key(line.name()), line));
        query.patterns().stream()
                .filter(pattern -> !pattern.hasWildcards())
                .flatMap(pattern -> underOtherName(pattern.text(), subscribed).stream())
                .filter(line -> isSelected(line, query))
                .forEach(line -> listed.putIfAbsent(FolderName.key(line.name()), line));
        return List.copyOf(listed.values());
    }

    private Collection<String> candidates(Subscriptions subscribed) {
        Map<String, String> spelledByKey = new HashMap<>();
        Stream<String> names = Stream.concat(folders.values().stream(), subscribed.names.values().stream());
        names.flatMap(name -> Stream.concat(Stream.of(name), FolderName.parents(name).stream()))
                .forEach(name -> spelledByKey.putIfAbsent(
                        FolderName.key(name), folders.getOrDefault(FolderName.key(name), name)));
        Set<String> ordered = new TreeSet<>(ORDER);
        ordered.addAll(spelledByKey.values());
        return ordered;
    }

    private ListedFolder line(String name, String folder, Subscriptions subscribed) {
        String key = FolderName.key(folder);
        return new ListedFolder(
                name,
                folder,
                folders.containsKey(key),
                levels.containsKey(key) && FolderName.same(name, folder),
                subscribed.names.containsKey(key),
                subscribed.levels.containsKey(key) && FolderName.same(name, folder));
    }

    private static boolean isShown(ListedFolder line, FolderQuery query) {
        boolean selected = isSelected(line, query) && query.matches(line.name());
        return selected || (isLevel(line, query) && query.matchesLevel(line.name()));
    }

    private static boolean isSelected(ListedFolder line, FolderQuery query) {
        if (query.selects(FolderQuery.Selection.SPECIAL_USE)
                && line.specialUse().isEmpty()) {
            return false;
        }
        if (!query.selects(FolderQuery.Selection.SUBSCRIBED)) {
            return line.exists();
        }
        return line.subscribed() || (query.selects(FolderQuery.Selection.RECURSIVE_MATCH) && line.subscribedBelow());
    }

    private static boolean isLevel(ListedFolder line, FolderQuery query) {
        if (query.selects(FolderQuery.Selection.SPECIAL_USE)) {
            return false;
        }
        return query.selects(FolderQuery.Selection.SUBSCRIBED)
                ? query.selects(FolderQuery.Selection.LEVELS_OF_SUBSCRIBED) && line.subscribedBelow()
                : line.hasChildren();
    }

    private Optional<ListedFolder> underOtherName(String name, Subscriptions subscribed) {
        Place place = place(name);
        boolean otherName = place.exists() && !FolderName.same(place.folder(), name);
        return otherName ? Optional.of(line(name, place.folder(), subscribed)) : Optional.empty();
    }

    /** The names that are subscribed, as the folders are called to which they lead. */
    private final class Subscriptions {
        private final Map<String, String> names = new HashMap<>();
        private final Map<String, String> levels;

        private Subscriptions(Collection<String> subscriptions) {
            subscriptions.stream()
                    .map(name -> place(name).folder())
                    .forEach(name -> names.putIfAbsent(FolderName.key(name), name));
            levels = levelsAbove(names.values());
        }
    }
}
