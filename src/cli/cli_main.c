#include <cordon/cordon.h>
#include <string.h>
#include <stdlib.h>
static int die(cordon_error *e){fprintf(stderr,"cordon: %s\n",e->message);return 2;}
int main(int argc,char**argv){
 cordon_error e={0}; const char*snap=0,*out=0,*from=0; cordon_list lists[16]; size_t n=0; int flags=0; cordon_policy*p; size_t threads=1;
 if(cordon_policy_new(&p,&e))return die(&e);
 for(int i=2;i<argc;i++){const char*a=argv[i];
  if(!strcmp(a,"--list")){char*s=strdup(argv[++i]);char*eq=strchr(s,'=');*eq=0;lists[n++]=(cordon_list){s,eq+1,0};}
  else if(!strcmp(a,"--output"))out=argv[++i]; else if(!strcmp(a,"--snapshot"))snap=argv[++i]; else if(!strcmp(a,"--format"))i++;
  else if(!strcmp(a,"--from"))from=argv[++i];
  else if(!strcmp(a,"--threshold")){if(cordon_policy_set(p,"threshold",argv[++i],&e))return die(&e);}
  else if(!strcmp(a,"--limit")){if(cordon_policy_set(p,"limit",argv[++i],&e))return die(&e);}
  else if(!strcmp(a,"--exhaustive"))flags|=CORDON_EXHAUSTIVE; else if(!strcmp(a,"--explain"))flags|=CORDON_EXPLAIN; else if(!strcmp(a,"--table"))flags|=CORDON_TABLE;
  else if(!strcmp(a,"--threads"))threads=(size_t)atoi(argv[++i]);
 }
 if(!strcmp(argv[1],"compile")){cordon_text r={0};cordon_compile_options o={lists,n,from,out,0,0,0};if(cordon_compile(&o,&r,&e))return die(&e);fwrite(r.data,1,r.size,stdout);return 0;}
 cordon_stream_summary s;
 if(!strcmp(argv[1],"compare")){if(cordon_compare_stream(p,stdin,stdout,&s,&e))return die(&e);return s.errors?2:0;}
 cordon_snapshot*sn;if(cordon_snapshot_open(snap,&sn,&e))return die(&e);
 cordon_stream_options so={.flags=flags,.threads=threads};
 if(cordon_screen_stream(sn,p,&so,stdin,stdout,&s,&e))return die(&e);
 return s.errors?2:s.with_hits?1:0;}
