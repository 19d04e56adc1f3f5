package dev.agentpost.mail.server.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.agentpost.mail.core.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * {@code DIR/run/server.json}: written by the server at each step, read by the command. Only the process that holds the
 * {@link DataFolderLock} writes it; its threads may do so at once.
 */
public final class RunStateFile {
    private static final ObjectMapper JSON =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    private final Path file;

    public RunStateFile(Path dataFolder) {
        this.file = dataFolder.resolve("run").resolve("server.json");
    }

    public Path path() {
        return file;
    }

    /** Empty when no server ever ran on this folder, or the file is not readable as a state. */
    public Optional<RunState> read() {
        try {
            return Optional.of(JSON.readValue(Files.readString(file), RunState.class));
        } catch (NoSuchFileException | JsonProcessingException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Removes what a server that is gone said of itself: the next one may have its pid, as it often does in a container.
     * While a server holds the data folder nothing happens.
     */
    public static void forgetDead(Path dataFolder) throws IOException {
        Optional<DataFolderLock> lock = DataFolderLock.acquire(dataFolder);
        if (lock.isPresent()) {
            try (DataFolderLock held = lock.get()) {
                Files.deleteIfExists(new RunStateFile(dataFolder).path());
            }
        }
    }

    public synchronized RunState write(RunState state) {
        try {
            AtomicFile.write(file, JSON.writeValueAsString(state) + "\n");
            return state;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Changes the state that is there. */
    public synchronized RunState update(UnaryOperator<RunState> change) {
        return write(change.apply(
                read().orElseThrow(() -> new IllegalStateException(file + " is missing: a state is written first"))));
    }
}
