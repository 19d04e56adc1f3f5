package dev.agentpost.mail.ratelimit.file;

import dev.agentpost.mail.ratelimit.SendAllowanceContract;
import dev.agentpost.mail.ratelimit.SendLedgerStore;
import dev.agentpost.mail.ratelimit.memory.MemorySendLedgerStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Its nodes stand for one server and for what becomes of it when it is started again. */
class LocalNotesSendAllowanceTest extends SendAllowanceContract {
    @TempDir
    private Path folder;

    @Override
    protected SendLedgerStore newLedgerStore() {
        try {
            return LocalNotesLedgerStore.open(new MemorySendLedgerStore(), folder.resolve("run/notes"), clock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
