"""How is it written? One file per format; nothing here touches disk or network."""
