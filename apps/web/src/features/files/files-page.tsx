import { fileLimits } from "@repo/validators/files/files";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { toast } from "sonner";

import { ListBoundary } from "@/components/list-boundary";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { FileDrop } from "@/components/uploads/file-drop";
import { UploadList } from "@/components/uploads/upload-list";
import { useUploads } from "@/components/uploads/use-uploads";
import { useSendFile } from "@/lib/use-send-file";
import { PageTitle } from "@/shell/page-title";

import { FileList } from "./file-list";
import { FileTrash } from "./file-trash";
import { words } from "./words";

const limits = fileLimits.purposes.attachment;

export function FilesPage() {
  const { show = "files" } = useSearch({ from: "/_app/files" });
  const navigate = useNavigate({ from: "/files" });
  const send = useSendFile("attachment", limits);
  const { uploads, add, cancel, retry } = useUploads(async (file, options) => {
    await send(file, options);
    toast.success(words.uploaded(file.name));
  });
  const open = (tab: string) =>
    void navigate({ search: { show: tab === "trash" ? tab : undefined }, replace: true });
  return (
    <div className="grid max-w-4xl grid-cols-1 gap-6">
      <PageTitle title={words.title}>{words.subtitle}</PageTitle>
      <FileDrop
        title={words.drop}
        choose={words.choose}
        hint={words.limits(limits.maxBytes, limits.types)}
        accept={limits.types}
        testId="file-input"
        onFiles={add}
      />
      <UploadList uploads={uploads} onCancel={cancel} onRetry={retry} />
      <Tabs value={show} onValueChange={open}>
        <TabsList>
          <TabsTrigger value="files">{words.tabs.files}</TabsTrigger>
          <TabsTrigger value="trash">{words.tabs.trash}</TabsTrigger>
        </TabsList>
        <ListBoundary resetKey={show}>
          <TabsContent value="files">
            <FileList />
          </TabsContent>
          <TabsContent value="trash">
            <FileTrash />
          </TabsContent>
        </ListBoundary>
      </Tabs>
    </div>
  );
}
