/** The photos and sounds on an incident's page, which has no socket: they are read when it opens and after each change. */

import { makeAttachments } from "../shared/attachments.js";

makeAttachments().follow({ id: Number(document.getElementById("attachments").dataset.shows), version: 1 });
