package dev.agentpost.mail.mailaccess.imap;

import dev.agentpost.mail.folder.FolderQuery.Selection;
import dev.agentpost.mail.folder.ListedFolder;
import dev.agentpost.mail.folder.SystemFolder;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.imap.api.ImapConstants;

/** The attributes that a folder is listed with: RFC 3501 section 7.2.2, 3348, 5258, 6154. */
final class FolderAttributes {
    private static final String NO_SELECT = "\\Noselect";

    private FolderAttributes() {}

    static FolderLine line(FolderListRequest request, ListedFolder folder) {
        boolean recursive = request.query().selections().contains(Selection.RECURSIVE_MATCH);
        return new FolderLine(
                request.getCommand(),
                attributes(request, folder),
                folder.name(),
                recursive && folder.subscribedBelow());
    }

    private static List<String> attributes(FolderListRequest request, ListedFolder folder) {
        List<String> attributes = new ArrayList<>();
        if (request.getCommand().equals(ImapConstants.LSUB_COMMAND)) {
            if (!folder.subscribed()) {
                attributes.add(NO_SELECT);
            }
        } else {
            addExistence(folder, attributes);
            attributes.add(folder.hasChildren() ? "\\HasChildren" : "\\HasNoChildren");
        }
        if (request.showsSubscribed() && folder.subscribed()) {
            attributes.add("\\Subscribed");
        }
        if (request.getCommand().equals(ImapConstants.XLIST_COMMAND)
                && folder.system().filter(SystemFolder.INBOX::equals).isPresent()) {
            attributes.add("\\Inbox");
        }
        folder.specialUse().ifPresent(attributes::add);
        return attributes;
    }

    /** {@code \Noselect} for clients that do not know the other. */
    private static void addExistence(ListedFolder folder, List<String> attributes) {
        if (!folder.exists()) {
            attributes.add("\\NonExistent");
            attributes.add(NO_SELECT);
        }
    }
}
