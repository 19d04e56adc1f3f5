package dev.agentpost.mail.server.configuration;

import dev.agentpost.mail.folder.FolderAliases;
import dev.agentpost.mail.folder.FolderName;
import dev.agentpost.mail.folder.SystemFolder;
import dev.agentpost.mail.mailaccess.FolderNames;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/** {@code folder-names.properties}, in UTF-8: other names of Sent, Drafts and Trash, lists between commas. */
public final class FolderNamesFile {
    public static final String NAME = "folder-names.properties";

    private static final String PREFIXES = "prefixes";
    private static final Map<String, SystemFolder> FOLDERS = Map.of(
            SystemFolder.SENT.folderName(), SystemFolder.SENT,
            SystemFolder.DRAFTS.folderName(), SystemFolder.DRAFTS,
            SystemFolder.TRASH.folderName(), SystemFolder.TRASH);

    private final Map<SystemFolder, List<String>> names = new EnumMap<>(SystemFolder.class);
    private final Set<String> seen = new HashSet<>();
    private List<String> prefixes = List.of();

    private FolderNamesFile() {}

    /** @throws InvalidSettingException for the first entry that is not allowed, or when there is no such file */
    public static FolderAliases read(Path configuration) {
        Path file = configuration.resolve(NAME);
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return parse(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new InvalidSettingException(file + " cannot be read: " + e);
        }
    }

    static FolderAliases parse(Reader reader) throws IOException {
        OnceProperties properties = new OnceProperties();
        properties.load(reader);
        FolderNamesFile file = new FolderNamesFile();
        new TreeMap<>(properties).forEach((key, value) -> file.take((String) key, (String) value));
        return FolderAliases.of(file.names, file.prefixes);
    }

    private void take(String key, String value) {
        List<String> entries = value.isBlank()
                ? List.of()
                : Arrays.stream(value.split(",", -1)).map(String::strip).toList();
        if (key.equals(PREFIXES)) {
            entries.forEach(this::checkPrefix);
            prefixes = entries;
        } else if (FOLDERS.containsKey(key)) {
            entries.forEach(entry -> checkName(key, entry));
            names.put(FOLDERS.get(key), entries);
        } else {
            throw refusal(key, value, "Sent, Drafts, Trash or prefixes is expected in front of =");
        }
    }

    private void checkPrefix(String entry) {
        check(PREFIXES, entry);
        if (!entry.endsWith(".") && !entry.endsWith("/")) {
            throw refusal(PREFIXES, entry, "a prefix ends with . or /");
        }
    }

    private void checkName(String key, String entry) {
        check(key, entry);
        if (SystemFolder.named(entry).isPresent()) {
            throw refusal(key, entry, "it is the own name of a folder");
        }
        if (entry.endsWith(".") || entry.startsWith("#")) {
            throw refusal(key, entry, "a folder name neither ends with . nor begins with #");
        }
    }

    private void check(String key, String entry) {
        if (entry.isEmpty()) {
            throw refusal(key, entry, "a name is expected between two commas");
        }
        if (entry.codePoints().anyMatch(letter -> Character.isISOControl(letter) || letter == '*' || letter == '%')) {
            throw refusal(key, entry, "a folder name has neither control characters nor * or %");
        }
        if (entry.getBytes(StandardCharsets.UTF_8).length > FolderNames.MAX_BYTES) {
            throw refusal(key, entry, "at most " + FolderNames.MAX_BYTES + " bytes are expected");
        }
        if (!seen.add(FolderName.key(entry))) {
            throw refusal(key, entry, "it stands there twice");
        }
    }

    private static InvalidSettingException refusal(String key, String value, String allowed) {
        return InvalidSettingException.of(NAME + ": " + key, value, allowed);
    }

    /** A later line would take the place of an earlier one unnoticed. */
    private static final class OnceProperties extends Properties {
        private static final long serialVersionUID = 1L;

        @Override
        public synchronized Object put(Object key, Object value) {
            Object before = super.put(key, value);
            if (before != null) {
                throw refusal((String) key, (String) value, "there is another line for " + key);
            }
            return null;
        }
    }
}
