package dev.agentpost.mail.backup;

import java.io.IOException;
import java.nio.file.Path;

/** A part of the data folder that can be copied while the server works. */
public interface LiveCopy {
    /** Of the part in the data folder. */
    String folderName();

    /**
     * What was acknowledged before this call is in the copy.
     *
     * @param target absent; on the disk of the data folder, so that links serve as copies of what is never changed
     */
    void copyTo(Path target) throws IOException;
}
